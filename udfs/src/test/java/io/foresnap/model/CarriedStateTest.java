package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Playback;
import io.foresnap.features.TrainingExample;
import io.foresnap.history.Access;
import io.foresnap.options.ModelType;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CarriedStateTest {

    private static final int WIDTH = PartitionFeatures.STEP_WIDTH;

    @ParameterizedTest
    @EnumSource(names = {"RNN", "LSTM", "GRU", "AUTO"})
    void everyAccessPassesThroughTheLayerOnce(ModelType type) {
        OnlineModel model = Models.create(type);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        CarriedState carried = null;
        for (PartitionFeatures features : Examples.sequence(2, 60)) {
            carried = CarriedState.to(features, carried, model);

            byte[] steps = features.steps();
            int fresh = Math.min(2, steps.length / WIDTH) * WIDTH;
            all.write(steps, steps.length - fresh, fresh);
            byte[] oneByOne = after(all.toByteArray(), all.size() - steps.length, model);
            // Rounded at each step there, and once for two steps here.
            assertThat(numbers(carried.before()))
                    .usingComparatorWithPrecision(1e-3)
                    .containsExactly(numbers(oneByOne));
        }
        assertThat(all.size()).isEqualTo(119 * WIDTH);
    }

    /** The state after the first steps, one by one. */
    private static byte[] after(byte[] steps, int bytes, OnlineModel model) {
        byte[] state = {};
        for (int at = 0; at < bytes; at += WIDTH) {
            state = model.stateAfter(state, Arrays.copyOfRange(steps, at, at + WIDTH), 1);
        }
        return state;
    }

    private static double[] numbers(byte[] state) {
        double[] numbers = new double[state.length / LayerState.WIDTH];
        LayerState.read(state, 0, numbers);
        return numbers;
    }

    @Test
    void accessesThatNoFeaturesShowAreLeftOut() {
        OnlineModel model = Models.create(ModelType.LSTM);
        List<PartitionFeatures> ticks = Examples.sequence(30, 3);
        CarriedState first = CarriedState.to(ticks.get(0), null, model);
        CarriedState second = CarriedState.to(ticks.get(1), first, model);

        assertThat(ticks.get(1).accesses() - ticks.get(0).accesses()).isEqualTo(30);
        assertThat(first.before()).isEmpty();
        assertThat(second.before())
                .isEqualTo(
                        model.stateAfter(
                                first.before(),
                                ticks.get(0).steps(),
                                PartitionFeatures.MOST_STEPS));
    }

    @Test
    void aHistoryThatBeganAnewBeginsWithoutAState() {
        OnlineModel model = Models.create(ModelType.GRU);
        List<PartitionFeatures> ticks = Examples.sequence(2, 20);
        CarriedState old = CarriedState.to(ticks.get(0), null, model);
        for (PartitionFeatures features : ticks) {
            old = CarriedState.to(features, old, model);
        }

        CarriedState anew = CarriedState.to(Examples.sequence(2, 1).get(0), old, model);

        assertThat(old.before()).isNotEmpty();
        assertThat(anew.before()).isEmpty();
    }

    @Test
    void theStateOfANetworkOnOtherFeaturesIsLeftAlone() {
        OnlineModel model = Models.create(ModelType.GRU);
        PartitionFeatures features = Examples.sequence(2, 20).get(19);
        CarriedState foreign =
                new CarriedState(17, features.accesses(), features.steps(), new byte[24]);

        assertThat(CarriedState.to(features, foreign, model).before()).isEmpty();
    }

    @Test
    void ofTooManyPartitionsTheOneNotSeenForLongestIsForgotten() {
        StateCarrier states = new StateCarrier(Models.create(ModelType.GRU), 2);
        List<PartitionFeatures> ticks = Examples.sequence(2, 20);
        for (PartitionFeatures features : ticks.subList(0, 19)) {
            states.carry(of("t", features));
            states.carry(of("u", features));
        }
        states.carry(of("v", ticks.get(18)));

        assertThat(states.carry(of("u", ticks.get(19))).before()).isNotEmpty();
        assertThat(states.carry(of("t", ticks.get(19))).before()).isEmpty();
    }

    private static PartitionFeatures of(String table, PartitionFeatures features) {
        return Examples.of(table, features, features.expected());
    }

    @Test
    void aChangedHabitBeginsWithoutAState() {
        OnlineModel model = Models.create(ModelType.LSTM);
        Playback playback = new Playback(Examples.WINDOW_MS);
        CarriedState carried = null;
        boolean carriedBefore = false;
        for (int tick = 0; tick < 400; tick++) {
            if (tick % (tick < 200 ? 4 : 25) == 0) {
                playback.hear("t", 0, new Access(tick * Examples.WINDOW_MS + tick, 0, 1));
            }
            for (PartitionFeatures features :
                    playback.tick((tick + 1) * Examples.WINDOW_MS).made()) {
                carried = CarriedState.to(features, carried, model);
                int steps = features.steps().length / WIDTH;
                boolean cut = features.accesses() > 20 && steps < PartitionFeatures.MOST_STEPS;
                if (cut) {
                    assertThat(carriedBefore).isTrue();
                    assertThat(carried.before()).isEmpty();
                    return;
                }
                carriedBefore = carried.before().length > 0;
            }
        }
        fail("the change was not noticed");
    }

    @Test
    void theStateIsPartOfThePrediction() {
        OnlineModel model = Models.create(ModelType.LSTM);
        StateCarrier states = new StateCarrier(model);
        List<PartitionFeatures> ticks = Examples.sequence(2, 120);
        PartitionFeatures newest = ticks.get(0);
        for (PartitionFeatures features : ticks) {
            newest = states.carry(features);
            model.learn(List.of(new TrainingExample(newest, newest.accesses() % 3 == 0, 1)));
        }

        assertThat(model.probability(newest))
                .isNotEqualTo(model.probability(newest.from(new byte[0])));
    }

    @Test
    void modelsWithoutALayerCarryNothing() {
        OnlineModel model = Models.create(ModelType.LOGISTIC);
        PartitionFeatures features = Examples.sequence(2, 1).get(0);

        assertThat(CarriedState.of(model)).isFalse();
        assertThat(new StateCarrier(model).carry(features)).isSameAs(features);
    }

    @Test
    void aStateIsReadBackToASmallFraction() {
        double[] state = {0, 0.123456, -0.987654, 3.9, -17};
        double[] read = new double[state.length];

        LayerState.read(LayerState.of(state), 0, read);

        assertThat(read)
                .usingComparatorWithPrecision(1e-4)
                .containsExactly(0, 0.123456, -0.987654, 3.9, -4);
    }
}
