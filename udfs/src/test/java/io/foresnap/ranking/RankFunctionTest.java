package io.foresnap.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.WithoutKryo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RankFunctionTest {

    private static final Duration REFRESH = Duration.ofMillis(20);

    private long budgetBytes = Long.MAX_VALUE;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void theListLeavesInOrderWhenTheWatermarkReachesTheTick() throws Exception {
        var rank = start(2, null);
        predict(rank, 100, "a", .3);
        predict(rank, 100, "b", .9);
        predict(rank, 100, "c", .5);

        rank.processWatermark(99);
        int early = rank.extractOutputValues().size();
        rank.processWatermark(100);

        assertThat(early).isZero();
        assertThat(lines(rank)).containsExactly("b#0 round 0", "c#1 round 0");
        assertThat(rank.extractOutputValues().get(0).deadlineMs()).isEqualTo(200);
    }

    @Test
    void theListLeavesAgainAtEveryRefreshUntilItsWindowEnds() throws Exception {
        var rank = start(2, null);
        predict(rank, 100, "a", .3);

        for (long time = 100; time <= 400; time += 10) {
            rank.processWatermark(time);
        }

        assertThat(lines(rank))
                .containsExactly(
                        "a#0 round 0", "a#0 round 1", "a#0 round 2", "a#0 round 3", "a#0 round 4");
        assertThat(rank.numKeyedStateEntries()).isZero();
        assertThat(rank.numEventTimeTimers()).isZero();
    }

    @Test
    void aNewerTickReplacesTheListAlsoBetweenRefreshes() throws Exception {
        var rank = start(2, null);
        predict(rank, 100, "a", .3);
        rank.processWatermark(110);

        predict(rank, 130, "b", .3);
        rank.processWatermark(165);

        assertThat(lines(rank))
                .containsExactly("a#0 round 0", "a#0 round 1", "b#0 round 0", "b#0 round 1");
    }

    @Test
    void aTickWithNothingLikelyEndsTheListBeforeIt() throws Exception {
        var rank = start(2, null);
        predict(rank, 100, "a", .3);
        rank.processWatermark(110);

        predict(rank, 130, "a", .01);
        rank = start(2, rank.snapshot(1, 1));
        rank.processWatermark(300);

        assertThat(lines(rank)).containsExactly("a#0 round 1");
    }

    @Test
    void predictionsOfALaterTickWaitForIt() throws Exception {
        var rank = start(2, null);
        predict(rank, 200, "late", .9);
        predict(rank, 100, "now", .3);

        rank.processWatermark(100);

        assertThat(lines(rank)).containsExactly("now#0 round 0");
    }

    @Test
    void aPredictionThatComesTooLateDoesNotPushOutTheNewerList() throws Exception {
        var rank = start(2, null);
        predict(rank, 200, "new", .3);
        rank.processWatermark(205);

        predict(rank, 100, "old", .9);
        rank.processWatermark(225);

        assertThat(lines(rank)).containsExactly("new#0 round 0", "new#0 round 1");
    }

    @Test
    void aCapacityOfZeroEmitsNothing() throws Exception {
        var rank = start(0, null);
        predict(rank, 100, "a", .9);

        rank.processWatermark(300);

        assertThat(rank.extractOutputValues()).isEmpty();
    }

    @Test
    void anInterruptedRunContinuesExactlyLikeAnUninterruptedOne() throws Exception {
        var whole = start(3, null);
        var part = start(3, null);
        List<String> parts = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            long tick = 100 + step / 10 * 100;
            String table = "t" + step % 7;
            double p = (step * 37 % 100) / 100.0;
            predict(whole, tick, table, p);
            predict(part, tick, table, p);
            whole.processWatermark(step * 10);
            part.processWatermark(step * 10);
            parts.addAll(lines(part));
            part = start(3, part.snapshot(step, step));
        }

        assertThat(parts).isEqualTo(lines(whole)).isNotEmpty();
    }

    @Test
    void whatDoesNotFitIntoTheBudgetIsNotListed() throws Exception {
        budgetBytes = 100;
        var rank = start(3, null);
        offer(rank, "a", .9, 60);
        offer(rank, "b", .8, 60);
        offer(rank, "c", .7, 30);
        offer(rank, "d", .6, 1);
        offer(rank, "e", .01, 1);

        rank.processWatermark(100);

        assertThat(lines(rank)).containsExactly("a#0 round 0", "c#1 round 0");
    }

    private static void offer(
            KeyedOneInputStreamOperatorTestHarness<Integer, Prediction, PrefetchTask> rank,
            String table,
            double probability,
            long bytes)
            throws Exception {
        rank.processElement(
                new Prediction(table, 0, 100, 200, probability, probability, bytes, 7), 100);
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> new RankFunction(-1, 0, REFRESH, 0))
                .hasMessageContaining("prefetch.queue-capacity");
        assertThatThrownBy(() -> new RankFunction(1, Double.NaN, REFRESH, 0))
                .hasMessageContaining("prefetch.min-probability");
        assertThatThrownBy(() -> new RankFunction(1, 0, Duration.ZERO, 0))
                .hasMessageContaining("prefetch.refresh-interval");
    }

    @Test
    void predictionsAndTasksSerializeWithoutKryo() throws IOException {
        Prediction prediction = new Prediction("t", 1, 2, 3, .4, .5, 6, 7);
        PrefetchTask task = new PrefetchTask("t", 1, .2, 3, 4, 5, 6, .7, 8, 9, true);

        assertThat(WithoutKryo.roundTrip(Prediction.class, prediction)).isEqualTo(prediction);
        assertThat(WithoutKryo.roundTrip(PrefetchTask.class, task)).isEqualTo(task);
    }

    private static void predict(
            KeyedOneInputStreamOperatorTestHarness<Integer, Prediction, PrefetchTask> rank,
            long tickMs,
            String table,
            double probability)
            throws Exception {
        rank.processElement(
                Prediction.ofProbability(table, 0, tickMs, tickMs + 100, probability), tickMs);
    }

    private static List<String> lines(
            KeyedOneInputStreamOperatorTestHarness<Integer, Prediction, PrefetchTask> rank) {
        return rank.extractOutputValues().stream()
                .map(task -> task.table() + "#" + task.rank() + " round " + task.round())
                .toList();
    }

    private KeyedOneInputStreamOperatorTestHarness<Integer, Prediction, PrefetchTask> start(
            int capacity, @Nullable OperatorSubtaskState from) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(
                                new RankFunction(capacity, 0.02, REFRESH, budgetBytes)),
                        prediction -> 0,
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
