package io.foresnap.savepoint;

import io.foresnap.event.BackupRequest;
import io.foresnap.replay.Trace;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as one or more lines of a trace recorded it, each for one of its partitions.
 *
 * @param lines how many these are
 */
record Recorded(BackupRequest request, int lines) {

    /** The request whose first line is there. */
    static Recorded at(Trace trace, int first) {
        Trace.Request line = trace.requests().get(first);
        Trace.Entity entity = trace.entities().get(line.entity());
        List<Integer> partitions = new ArrayList<>(List.of(entity.number()));
        int end = first + 1;
        while (end < trace.requests().size()) {
            Trace.Request other = trace.requests().get(end);
            Trace.Entity next = trace.entities().get(other.entity());
            if (!alike(line, other)
                    || !next.table().equals(entity.table())
                    || partitions.contains(next.number())) {
                break;
            }
            partitions.add(next.number());
            end++;
        }
        return new Recorded(
                new BackupRequest(
                        "",
                        entity.table(),
                        partitions,
                        line.targetTimeMs(),
                        line.requester(),
                        line.timeMs()),
                end - first);
    }

    private static boolean alike(Trace.Request one, Trace.Request other) {
        return one.timeMs() == other.timeMs()
                && one.targetTimeMs() == other.targetTimeMs()
                && one.requester().equals(other.requester());
    }
}
