package io.foresnap.local.demo.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foresnap.local.demo.changes.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A table's rows at any time, by replaying all its changes from the first one into a map. It shares
 * no code with the engine it checks.
 *
 * <p>Thread-safe.
 */
public final class Replay {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a change does in its partition: {@code row} null removes, {@code key} null empties. */
    private record Step(
            long effectiveMs, int partition, byte @Nullable [] key, byte @Nullable [] row) {}

    /** Newest effective time in each partition's log. */
    private final long[] newestMs;

    /** Running maximum of the commit time over the whole table: a cut divides no transaction. */
    private long effectiveMs = Long.MIN_VALUE;

    private final List<Step> steps = new ArrayList<>();

    /** The newest state, for filling placeholders. */
    private final Map<String, String> newest = new HashMap<>();

    private long movedLsn = -1;
    private @Nullable String moved;

    /**
     * @param partitions of the table
     */
    public Replay(int partitions) {
        this.newestMs = new long[partitions];
        Arrays.fill(newestMs, Long.MIN_VALUE);
    }

    /** The next change of the table's log. */
    public synchronized void append(Change change) {
        effectiveMs = Math.max(effectiveMs, change.tsMs());
        String key = change.key();
        if (key == null) {
            newest.clear();
            for (int p = 0; p < newestMs.length; p++) {
                step(p, null, null);
            }
            return;
        }
        String row = change.after();
        if (row == null) {
            // Perhaps the first half of a key change: its second half comes at the same lsn.
            moved = newest.remove(key);
            movedLsn = change.lsn();
        } else {
            row = filled(row, movedLsn == change.lsn() ? moved : newest.get(key));
            newest.put(key, row);
        }
        byte[] keyBytes = bytes(key);
        step(partitionOf(keyBytes), keyBytes, row == null ? null : bytes(row));
    }

    private void step(int partition, byte @Nullable [] key, byte @Nullable [] row) {
        newestMs[partition] = effectiveMs;
        steps.add(new Step(effectiveMs, partition, key, row));
    }

    /** Keys are spread by their CRC32C. */
    private int partitionOf(byte[] key) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        return (int) (crc.getValue() % newestMs.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String filled(String row, @Nullable String previous) {
        if (!row.contains(Change.PLACEHOLDER)) {
            return row;
        }
        if (previous == null) {
            throw new IllegalStateException("a placeholder without a previous row: " + row);
        }
        try {
            ObjectNode filled = (ObjectNode) JSON.readTree(row);
            JsonNode old = JSON.readTree(previous);
            for (Map.Entry<String, JsonNode> column : filled.properties()) {
                if (column.getValue().asText().equals(Change.PLACEHOLDER)) {
                    column.setValue(old.get(column.getKey()));
                }
            }
            return filled.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the demonstration made a row that is no JSON", e);
        }
    }

    /** Rows by key, both JSON, of the partitions (none given means all) at a target time. */
    public synchronized Map<String, String> stateAt(long targetMs, List<Integer> partitions) {
        Set<Integer> wanted = Set.copyOf(partitions);
        List<Map<String, byte[]>> states = new ArrayList<>();
        for (int p = 0; p < newestMs.length; p++) {
            states.add(new HashMap<>());
        }
        for (Step step : steps) {
            // Effective time never falls within a partition, so this takes a prefix of its log.
            if (step.effectiveMs <= targetMs) {
                apply(step, states.get(step.partition));
            }
        }
        Map<String, String> rows = new HashMap<>();
        for (int p = 0; p < states.size(); p++) {
            if (wanted.isEmpty() || wanted.contains(p)) {
                states.get(p).forEach((k, v) -> rows.put(k, new String(v, StandardCharsets.UTF_8)));
            }
        }
        return rows;
    }

    private static void apply(Step step, Map<String, byte[]> state) {
        if (step.key == null) {
            state.clear();
            return;
        }
        String key = new String(step.key, StandardCharsets.UTF_8);
        if (step.row == null) {
            state.remove(key);
        } else {
            state.put(key, step.row);
        }
    }

    /**
     * The newest time for which the change log of every partition is complete when all changes so
     * far are archived: one millisecond less than each partition's newest change, since more of
     * that millisecond could follow.
     */
    public synchronized long completeThroughMs() {
        long least = Long.MAX_VALUE;
        for (long ms : newestMs) {
            least = Math.min(least, ms == Long.MIN_VALUE ? ms : ms - 1);
        }
        return least;
    }
}
