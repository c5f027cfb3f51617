package io.foresnap.features;

import io.foresnap.event.BackupRequest;
import io.foresnap.event.Tick;
import io.foresnap.history.WallClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Runs the history function, and sends it requests and ticks by the minute. */
abstract class HistoryCase {

    static final long MINUTE = 60_000;
    static final Duration WINDOW = Duration.ofMinutes(5);
    static final Duration TTL = Duration.ofDays(1);

    private final List<AutoCloseable> open = new ArrayList<>();
    int examplesPerTick = 20_000;
    Duration lead = Duration.ZERO;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    static void request(HistoryHarness history, String table, int partition, long minute)
            throws Exception {
        String id = table + partition + "@" + minute;
        history.processElement(HistoryEvent.of(at(id, table, partition, minute)), minute * MINUTE);
    }

    static BackupRequest at(String id, String table, int partition, long minute) {
        long timeMs = minute * MINUTE;
        return new BackupRequest(id, table, List.of(partition), timeMs, "someone", timeMs);
    }

    static void tick(HistoryHarness history, long minute, boolean predicts) throws Exception {
        history.processBroadcastElement(
                Signal.of(new Tick(minute * MINUTE, predicts)), minute * MINUTE);
    }

    static List<TrainingExample> examples(HistoryHarness history) {
        List<TrainingExample> examples = new ArrayList<>();
        history.getSideOutput(HistoryFunction.EXAMPLES)
                .forEach(record -> examples.add(record.getValue()));
        return examples;
    }

    /** Output in an order that does not depend on the state backend. */
    static List<String> lines(HistoryHarness history) {
        return history.extractOutputValues().stream()
                .sorted(
                        Comparator.comparingLong(PartitionFeatures::tickMs)
                                .thenComparing(PartitionFeatures::key))
                .map(f -> f.tickMs() / MINUTE + " " + f.key() + Arrays.toString(f.values()))
                .toList();
    }

    HistoryHarness start(StateBackend backend, @Nullable OperatorSubtaskState from)
            throws Exception {
        HistoryHarness harness =
                new HistoryHarness(
                        new HistoryFunction(
                                WINDOW, lead, TTL, examplesPerTick, WallClock.UTC, 0.5));
        open.add(harness);
        harness.setStateBackend(backend);
        harness.setup();
        if (from != null) {
            harness.initializeState(from);
        }
        harness.open();
        return harness;
    }
}
