package io.foresnap.savepoint;

import io.foresnap.history.Access;
import io.foresnap.history.AccessRing;
import io.foresnap.history.PartitionHistory;
import io.foresnap.job.Uids;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.state.api.runtime.SavepointLoader;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Reads the access-pattern history out of a savepoint or checkpoint of the main job. A partition
 * keeps its newest {@value AccessRing#CAPACITY} requests one by one; older ones are sums.
 */
public final class HistoryReader {

    private static final String REQUESTER = "requester ";

    private final List<AccessRow> accesses = new ArrayList<>();
    private final List<PartitionRow> partitions = new ArrayList<>();
    private final Map<Integer, String> requesters = new HashMap<>();

    private HistoryReader() {}

    /**
     * The history that a savepoint holds, in order of table, partition and time.
     *
     * @param accesses what is remembered one by one
     * @param partitions what is remembered of each partition
     */
    public record History(List<AccessRow> accesses, List<PartitionRow> partitions) {}

    /**
     * Reads.
     *
     * @param savepoint URI of its folder
     * @param tables which tables
     * @param fromMs epoch milliseconds; no request before
     * @param beforeMs epoch milliseconds; no request from then on
     */
    public static History read(
            String savepoint, Predicate<String> tables, long fromMs, long beforeMs)
            throws IOException {
        HistoryReader reader = new HistoryReader();
        try {
            StateBackend backend =
                    Backends.of(SavepointLoader.loadSavepointMetadata(savepoint), savepoint);
            reader.read(savepoint, backend, tables, fromMs, beforeMs);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(savepoint + ": " + HistorySavepoint.reason(e), e);
        }
        reader.accesses.sort(AccessRow.ORDER);
        reader.partitions.sort(PartitionRow.ORDER);
        return new History(reader.accesses, reader.partitions);
    }

    private void read(
            String savepoint,
            StateBackend backend,
            Predicate<String> tables,
            long fromMs,
            long beforeMs)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        SavepointReader source = SavepointReader.read(env, savepoint, backend);
        // Nothing is too old to be shown.
        Duration ever = Duration.ofDays(36_500);
        requesters(source, ever);
        histories(source, ever, tables, fromMs, beforeMs);
    }

    private void requesters(SavepointReader source, Duration timeToLive) throws Exception {
        try (CloseableIterator<String> keys =
                open(source, Uids.SUCCESSION, new StateReaders.OfRequesters(timeToLive))) {
            keys.forEachRemaining(
                    key -> {
                        if (key.startsWith(REQUESTER)) {
                            String name = key.substring(REQUESTER.length());
                            requesters.put(name.hashCode(), name);
                        }
                    });
        } catch (IllegalArgumentException nobody) {
            // An operator without state is not in a savepoint: all requests were anonymous.
            requesters.clear();
        }
    }

    private void histories(
            SavepointReader source,
            Duration timeToLive,
            Predicate<String> tables,
            long fromMs,
            long beforeMs)
            throws Exception {
        try (CloseableIterator<StateReaders.Kept> kept =
                open(source, Uids.HISTORY, new StateReaders.OfHistory(timeToLive))) {
            while (kept.hasNext()) {
                StateReaders.Kept each = kept.next();
                if (tables.test(each.table())) {
                    add(each, fromMs, beforeMs);
                }
            }
        }
    }

    private static <T> CloseableIterator<T> open(
            SavepointReader source, String uid, KeyedStateReaderFunction<String, T> function)
            throws Exception {
        return source.readKeyedState(OperatorIdentifier.forUid(uid), function).executeAndCollect();
    }

    private void add(StateReaders.Kept kept, long fromMs, long beforeMs) {
        PartitionHistory history = kept.history();
        AccessRing ring = history.ring;
        for (int back = 0; back < ring.size; back++) {
            add(
                    kept,
                    ring.timeMs(back),
                    ring.requester(back),
                    ring.lagSeconds(back),
                    fromMs,
                    beforeMs);
        }
        for (Access access : history.pending) {
            add(kept, access.timeMs(), access.requester(), access.lagSeconds(), fromMs, beforeMs);
        }
        if (history.seen() && history.lastMs >= fromMs && history.firstMs < beforeMs) {
            partitions.add(
                    new PartitionRow(
                            kept.table(),
                            kept.partition(),
                            history.count,
                            history.firstMs,
                            history.lastMs,
                            history.neededBytes,
                            history.neededFiles));
        }
    }

    private void add(
            StateReaders.Kept kept,
            long timeMs,
            int requester,
            int lagSeconds,
            long fromMs,
            long beforeMs) {
        if (timeMs >= fromMs && timeMs < beforeMs) {
            String name = requester == 0 ? "" : "#" + Integer.toHexString(requester);
            accesses.add(
                    new AccessRow(
                            kept.table(),
                            kept.partition(),
                            timeMs,
                            requesters.getOrDefault(requester, name),
                            lagSeconds));
        }
    }
}
