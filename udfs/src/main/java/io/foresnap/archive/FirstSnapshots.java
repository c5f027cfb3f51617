package io.foresnap.archive;

import io.foresnap.merge.Planner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds the first snapshots that a table lacks. All partitions get theirs as of one time:
 *
 * <ul>
 *   <li>A table whose logs begin with reads ({@code r}) begins with them: the state as of the
 *       greatest commit time among the leading reads of all partitions. Debezium gives every row it
 *       reads at its start the time of that snapshot, so the table is known as soon as it is
 *       complete through a later time. (Until then more of them may come.)
 *   <li>A table whose logs begin at offset 0 with anything else begins empty, as of its earliest
 *       change.
 *   <li>A log that begins at a later offset with anything else has lost its beginning: rows may
 *       exist of which nothing is known. There is no true snapshot of it.
 *   <li>A partition without events begins empty where its mark stands. A table of which no
 *       partition has any event waits: its reads may be about to come.
 * </ul>
 *
 * <p>The time follows from the log alone, so that after a crash between two snapshots the rest get
 * the same.
 */
final class FirstSnapshots {

    /** Before any next snapshot: until then nothing of the table can be restored. */
    private static final double PRIORITY = 1e12;

    private final LogBeginning.Finder beginnings;

    FirstSnapshots(LogBeginning.Finder beginnings) {
        this.beginnings = beginnings;
    }

    /**
     * The snapshots to make now.
     *
     * @param partitions all of a table
     * @param completeMs time through which all of them are complete
     * @param troubles takes a sentence for each that can never be made
     */
    List<SnapshotTask> due(List<Planner> partitions, long completeMs, List<String> troubles)
            throws IOException {
        if (partitions.stream().noneMatch(p -> p.snapshots().isEmpty())) {
            partitions.forEach(p -> beginnings.forget(p.log()));
            return List.of();
        }
        Map<Planner, LogBeginning> known = new HashMap<>();
        OptionalLong readsUntil = OptionalLong.empty();
        long earliest = Long.MAX_VALUE;
        for (Planner partition : partitions) {
            LogBeginning beginning = beginnings.find(partition.log()).orElse(null);
            if (beginning == null) {
                return List.of(); // Nothing has been read of it yet, not even that it is empty.
            }
            known.put(partition, beginning);
            earliest = Math.min(earliest, beginning.earliestMs());
            if (beginning.readsUntil().isPresent()) {
                long until = beginning.readsUntil().getAsLong();
                readsUntil = OptionalLong.of(Math.max(until, readsUntil.orElse(until)));
            }
        }
        reportLost(known, troubles);
        long ts = readsUntil.orElse(earliest);
        if (ts == Long.MAX_VALUE || (readsUntil.isPresent() ? completeMs <= ts : completeMs < ts)) {
            return List.of();
        }
        String reason =
                readsUntil.isPresent()
                        ? "the first snapshot, of the rows that the connector read"
                        : "the first snapshot: the table begins empty";
        return tasks(partitions, known, ts, reason);
    }

    private static void reportLost(Map<Planner, LogBeginning> known, List<String> troubles) {
        known.forEach(
                (partition, beginning) -> {
                    if (partition.snapshots().isEmpty() && beginning.isLost()) {
                        troubles.add(
                                "%s has no snapshot, and its log begins at offset %d without the"
                                                .formatted(partition.of(), beginning.offset())
                                        + " rows that were there before: let the connector read"
                                        + " the table again into a new topic");
                    }
                });
    }

    private static List<SnapshotTask> tasks(
            List<Planner> partitions, Map<Planner, LogBeginning> known, long ts, String reason) {
        List<SnapshotTask> tasks = new ArrayList<>();
        for (Planner partition : partitions) {
            LogBeginning beginning = known.get(partition);
            if (beginning == null || !partition.snapshots().isEmpty() || beginning.isLost()) {
                continue;
            }
            tasks.add(
                    new SnapshotTask(
                            partition.of(),
                            true,
                            beginning.offset(),
                            ts,
                            PRIORITY,
                            partition.of() + ": " + reason,
                            partition.planFromNothing(beginning.offset(), ts).bytes()));
        }
        return tasks;
    }
}
