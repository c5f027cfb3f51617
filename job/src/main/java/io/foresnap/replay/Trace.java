package io.foresnap.replay;

import io.foresnap.event.TablePartition;
import java.util.List;

/**
 * A recorded trace in memory. Entities are numbered in the order of their first request.
 *
 * @param entities the partitions that were ever asked for
 * @param requests one for each line of the trace, by time
 */
public record Trace(List<TablePartition> entities, List<Request> requests) {

    /**
     * One request.
     *
     * @param timeMs when it was asked, epoch milliseconds
     * @param entity number of the partition
     * @param requester who asked; empty when unknown
     * @param targetTimeMs the state asked for, epoch milliseconds; {@link
     *     io.foresnap.event.BackupRequest#LATEST} for the newest
     */
    public record Request(long timeMs, int entity, String requester, long targetTimeMs) {}

    public Trace {
        entities = List.copyOf(entities);
        requests = List.copyOf(requests);
    }

    /** Time of the first request, epoch milliseconds. */
    public long firstMs() {
        return requests.get(0).timeMs();
    }

    /** Time of the last request, epoch milliseconds. */
    public long lastMs() {
        return requests.get(requests.size() - 1).timeMs();
    }

    /** The ticks that cover the trace. */
    public TickGrid grid(long windowMs) {
        return TickGrid.covering(firstMs(), lastMs(), windowMs);
    }
}
