package io.foresnap.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

/** That the history outlives restarts, and not its time to live. */
class HistoryFunctionStateTest extends HistoryCase {

    @Test
    void aRequesterSeenElsewhereIsSeenHereAlsoAfterARestore() throws Exception {
        HistoryHarness first = start(new HashMapStateBackend(), null);
        request(first, "orders", 0, 1);
        seen(first, 58);
        seen(first, 61);
        OperatorSubtaskState state = first.snapshot(1, 1);

        HistoryHarness second = start(new HashMapStateBackend(), state);
        tick(second, 60, true);

        float age = second.extractOutputValues().get(0).value(Feature.REQUESTER_AGE);
        assertThat(Math.pow(2, age)).as("windows").isCloseTo(0.4, within(0.01));
    }

    private static void seen(HistoryHarness history, long minute) throws Exception {
        RequesterSeen seen = new RequesterSeen("someone".hashCode(), minute * MINUTE);
        history.processBroadcastElement(Signal.of(seen), minute * MINUTE);
    }

    @Test
    void aPartitionIsForgottenAfterItsTimeToLiveAndLeavesNoState() throws Exception {
        var history = start(new HashMapStateBackend(), null);
        request(history, "orders", 0, 1);
        tick(history, 5, true);

        long later = 5 + TTL.toMinutes();
        tick(history, later + 1, true);

        assertThat(history.extractOutputValues()).hasSize(1);
        assertThat(history.numKeyedStateEntries()).isZero();
    }

    @Test
    void flinksTimeToLiveForgetsWhatAStoppedClockLeftBehind() throws Exception {
        var history = start(new HashMapStateBackend(), null);
        history.setStateTtlProcessingTime(0);
        request(history, "orders", 0, 1);

        history.setStateTtlProcessingTime(TTL.toMillis() + 1);
        tick(history, 5, true);

        assertThat(history.extractOutputValues()).isEmpty();
    }

    @Test
    void anInterruptedRunContinuesExactlyLikeAnUninterruptedOne() throws Exception {
        for (StateBackend backend :
                List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend())) {
            var whole = start(backend, null);
            var first = start(backend, null);
            run(whole, 0, 60);
            run(first, 0, 27);

            var second = start(backend, first.snapshot(1, 1));
            run(second, 27, 60);

            List<String> parts = new ArrayList<>(lines(first));
            parts.addAll(lines(second));
            assertThat(parts).isEqualTo(lines(whole));
        }
    }

    @Test
    void rocksDbAndTheHeapGiveTheSame() throws Exception {
        var heap = start(new HashMapStateBackend(), null);
        var rocks = start(new EmbeddedRocksDBStateBackend(), null);

        run(heap, 0, 60);
        run(rocks, 0, 60);

        assertThat(lines(rocks)).isEqualTo(lines(heap)).isNotEmpty();
    }

    /** A table with three partitions and one with one, asked for at odd times. */
    private static void run(HistoryHarness history, int fromMinute, int toMinute) throws Exception {
        for (int minute = fromMinute; minute < toMinute; minute++) {
            if (minute % 5 == 0) {
                tick(history, minute, true);
            }
            if (minute % 7 == 3) {
                request(history, "orders", minute % 3, minute + 2);
            }
            if (minute % 4 == 1) {
                request(history, "items", 0, minute);
            }
        }
    }

    /** On the heap it would copy the histories of several tables at every access. */
    @Test
    void nothingIsCleanedUpAtEveryAccess() {
        var strategies = HistoryFunction.descriptor(TTL).getTtlConfig().getCleanupStrategies();

        assertThat(strategies.getIncrementalCleanupStrategy()).isNull();
        assertThat(strategies.inFullSnapshot()).isTrue();
        assertThat(strategies.inRocksdbCompactFilter()).isTrue();
    }
}
