package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.WithoutKryo;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainFunctionTest {

    private static final Duration INTERVAL = Duration.ofMinutes(15);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void nothingIsLearnedBeforeTheWatermarkReachesTheTick() throws Exception {
        var train = start(null);
        send(train, Examples.tick(0), 1);

        train.processWatermark(Examples.WINDOW_MS - 1);
        int early = train.extractOutputValues().size();
        train.processWatermark(Examples.WINDOW_MS);

        assertThat(early).isZero();
        assertThat(train.extractOutputValues()).hasSize(1);
        assertThat(train.numKeyedStateEntries()).isZero();
    }

    @Test
    void theOrderOfArrivalDoesNotChangeTheModel() throws Exception {
        var sorted = start(null);
        var shuffled = start(null);

        for (int tick = 0; tick < 10; tick++) {
            List<TrainingExample> mixed = new ArrayList<>(Examples.tick(tick));
            Collections.shuffle(mixed, new Random(tick));
            send(sorted, Examples.tick(tick), tick + 1);
            send(shuffled, mixed, tick + 1);
            sorted.processWatermark((tick + 1) * Examples.WINDOW_MS);
            shuffled.processWatermark((tick + 1) * Examples.WINDOW_MS);
        }

        assertThat(bytes(shuffled)).isEqualTo(bytes(sorted));
    }

    @Test
    void theExamplesOfALaterTickWaitForIt() throws Exception {
        var train = start(null);
        var reference = start(null);
        send(train, Examples.tick(1), 2);
        send(train, Examples.tick(0), 1);
        send(reference, Examples.tick(0), 1);

        train.processWatermark(Examples.WINDOW_MS);
        reference.processWatermark(Examples.WINDOW_MS);

        assertThat(bytes(train)).isEqualTo(bytes(reference));
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void examplesWithTheFeaturesOfAnEarlierVersionAreLeftOut(ModelType type) throws Exception {
        var train = start(type, null);
        var reference = start(type, null);
        List<TrainingExample> earlier = new ArrayList<>();
        for (TrainingExample example : Examples.tick(0)) {
            PartitionFeatures now = example.features();
            PartitionFeatures then =
                    new PartitionFeatures(
                            now.table(),
                            now.partition(),
                            now.tickMs(),
                            now.windowMs(),
                            Arrays.copyOf(now.values(), now.values().length - 3),
                            now.steps());
            earlier.add(new TrainingExample(then, example.requested(), example.weight()));
        }

        send(train, earlier, 1);
        for (var each : List.of(train, reference)) {
            send(each, Examples.tick(1), 2);
            each.processWatermark(Examples.WINDOW_MS);
            each.processWatermark(2 * Examples.WINDOW_MS);
        }

        assertThat(bytes(train)).isEqualTo(bytes(reference));
    }

    // Flink ML's online logistic regression does not restore its accumulators after a failure.
    @ParameterizedTest
    @EnumSource(ModelType.class)
    void aRestartBetweenAndWithinTicksPublishesTheSameVersions(ModelType type) throws Exception {
        var whole = start(type, null);
        var part = start(type, null);
        List<String> published = new ArrayList<>();
        for (int tick = 0; tick < 20; tick++) {
            List<TrainingExample> examples = Examples.tick(tick);
            send(whole, examples, tick + 1);
            send(part, examples.subList(0, 20), tick + 1);
            published.addAll(bytes(part));
            part = start(type, part.snapshot(tick, tick));
            send(part, examples.subList(20, 50), tick + 1);
            whole.processWatermark((tick + 1) * Examples.WINDOW_MS);
            part.processWatermark((tick + 1) * Examples.WINDOW_MS);
        }
        published.addAll(bytes(part));

        assertThat(published).isEqualTo(bytes(whole)).hasSizeGreaterThan(3);
    }

    @Test
    void whatTravelsBetweenOperatorsSerializesWithoutKryo() throws IOException {
        TrainingExample example = Examples.tick(0).get(0);
        ModelUpdate update = new ModelUpdate(1, ModelType.AUTO, 2, new byte[] {3}, 0.4, 0.5, 6, 7);

        assertThat(WithoutKryo.roundTrip(TrainingExample.class, example))
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(example);
        assertThat(WithoutKryo.roundTrip(ModelUpdate.class, update))
                .usingRecursiveComparison()
                .isEqualTo(update);
    }

    private static void send(
            KeyedOneInputStreamOperatorTestHarness<Integer, TrainingExample, ModelUpdate> train,
            List<TrainingExample> examples,
            int closingTick)
            throws Exception {
        for (TrainingExample example : examples) {
            train.processElement(example, closingTick * Examples.WINDOW_MS);
        }
    }

    private static List<String> bytes(
            KeyedOneInputStreamOperatorTestHarness<Integer, TrainingExample, ModelUpdate> train) {
        return train.extractOutputValues().stream()
                .map(u -> u.version() + "@" + u.tickMs() + Arrays.hashCode(u.parameters()))
                .toList();
    }

    private KeyedOneInputStreamOperatorTestHarness<Integer, TrainingExample, ModelUpdate> start(
            @Nullable OperatorSubtaskState from) throws Exception {
        return start(ModelType.AUTO, from);
    }

    private KeyedOneInputStreamOperatorTestHarness<Integer, TrainingExample, ModelUpdate> start(
            ModelType type, @Nullable OperatorSubtaskState from) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new TrainFunction(type, INTERVAL)),
                        example -> 0,
                        Types.INT);
        open.add(harness);
        harness.setup();
        if (from != null) {
            harness.initializeState(from);
        }
        harness.open();
        return harness;
    }
}
