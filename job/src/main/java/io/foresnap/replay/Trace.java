package io.foresnap.replay;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A recorded trace in memory. Entities are numbered in the order of their first request.
 *
 * @param entities the partitions that were ever asked for
 * @param requests one for each line of the trace, by time
 */
public record Trace(List<Entity> entities, List<Request> requests) {

    /**
     * What is asked for.
     *
     * @param table table id
     * @param partition partition number as the trace writes it; empty where it names none
     */
    public record Entity(String table, String partition) {

        /** The partition number; 0 where the trace names none. */
        public int number() {
            return partition.isEmpty() ? 0 : Integer.parseInt(partition);
        }

        /** CRC-32 of {@code table|partition} in UTF-8, unsigned. */
        public long hash() {
            CRC32 crc = new CRC32();
            crc.update((table + "|" + partition).getBytes(StandardCharsets.UTF_8));
            return crc.getValue();
        }
    }

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
