package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Playback;
import io.foresnap.features.TrainingExample;
import io.foresnap.history.Access;
import io.foresnap.options.ModelType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every model has to do, on the histories of a few tables with different habits. */
class OnlineModelTest {

    private static final long WINDOW_MS = 300_000;
    private static final int TICKS = 300;
    private static final List<List<TrainingExample>> EXAMPLES = new ArrayList<>();

    @BeforeAll
    static void playHabits() {
        Playback playback = new Playback(WINDOW_MS);
        SplittableRandom random = new SplittableRandom(1);
        for (int tick = 0; tick < TICKS; tick++) {
            for (int table = 0; table < 30; table++) {
                boolean periodic = table < 15;
                boolean now =
                        periodic
                                ? (tick + table) % (4 + table) == 0
                                : random.nextDouble() < 0.02 * (table - 14);
                if (now) {
                    long timeMs = tick * WINDOW_MS + random.nextInt((int) WINDOW_MS);
                    playback.hear("t" + table, 0, new Access(timeMs, 0, table));
                }
            }
            List<TrainingExample> closed = playback.tick((tick + 1) * WINDOW_MS).closed();
            if (!closed.isEmpty()) {
                EXAMPLES.add(closed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void restoredInTheMiddleItGoesOnBitForBit(ModelType type) {
        OnlineModel uninterrupted = Models.create(type);
        learn(uninterrupted, 0, 180);
        OnlineModel restored = Models.create(type);
        restored.restore(uninterrupted.snapshot());

        learn(uninterrupted, 180, EXAMPLES.size());
        learn(restored, 180, EXAMPLES.size());

        assertThat(restored.snapshot()).isEqualTo(uninterrupted.snapshot());
        assertThat(restored.parameters()).isEqualTo(uninterrupted.parameters());
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void parametersAloneScoreAsTheModelDoes(ModelType type) {
        OnlineModel learner = Models.create(type);
        learn(learner, 0, 200);
        OnlineModel scorer = Models.create(type);

        scorer.load(learner.parameters());

        for (TrainingExample example : EXAMPLES.get(210)) {
            PartitionFeatures features = example.features();
            assertThat(scorer.probability(features)).isEqualTo(learner.probability(features));
        }
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void learnsMoreThanItBeganWith(ModelType type) {
        OnlineModel model = Models.create(type);
        double untrained = 0;
        double trained = 0;
        OnlineModel fresh = Models.create(type);
        for (int i = 0; i < EXAMPLES.size(); i++) {
            if (i > 150) {
                untrained += loss(fresh, EXAMPLES.get(i));
                trained += loss(model, EXAMPLES.get(i));
            }
            model.learn(EXAMPLES.get(i));
        }

        assertThat(trained).isLessThan(untrained);
        assertThat(model.nonFiniteUpdates()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelType.class,
            names = {"RNN", "LSTM", "GRU", "TREES"})
    void untrainedItAnswersWithTheHazard(ModelType type) {
        OnlineModel model = Models.create(type);
        OnlineModel hazard = new HistogramModel();

        for (TrainingExample example : EXAMPLES.get(250)) {
            PartitionFeatures features = example.features();
            assertThat(Math.abs(model.probability(features) - hazard.probability(features)))
                    .isLessThan(0.01);
        }
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void aTickWithoutExamplesChangesNoProbability(ModelType type) {
        OnlineModel model = Models.create(type);
        learn(model, 0, 50);
        PartitionFeatures features = EXAMPLES.get(60).get(0).features();
        double before = model.probability(features);

        model.learn(List.of());

        assertThat(model.probability(features)).isCloseTo(before, within(0.05));
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void cutOffBytesAreRefused(ModelType type) {
        OnlineModel model = Models.create(type);
        learn(model, 0, 50);
        byte[] snapshot = model.snapshot();
        byte[] parameters = model.parameters();

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Models.create(type)
                                        .restore(Arrays.copyOf(snapshot, snapshot.length - 3)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Models.create(type)
                                        .load(Arrays.copyOf(parameters, parameters.length - 3)));
    }

    private static void learn(OnlineModel model, int from, int to) {
        EXAMPLES.subList(from, to).forEach(model::learn);
    }

    private static double loss(OnlineModel model, List<TrainingExample> examples) {
        double loss = 0;
        for (TrainingExample example : examples) {
            loss += Losses.log(model.probability(example.features()), example.requested());
        }
        return loss;
    }
}
