package io.foresnap.local.demo.workload;

import io.foresnap.event.BackupRequest;
import java.util.List;

/**
 * A line of a recorded trace.
 *
 * @param timeMs when it was asked, epoch milliseconds
 * @param partition partition number as it is written; empty where the line names none
 * @param requester who asked; empty when unknown
 * @param targetTimeMs epoch milliseconds, or {@link BackupRequest#LATEST}
 */
public record TraceLine(
        long timeMs, String table, String partition, String requester, long targetTimeMs) {

    List<Integer> partitions() {
        return partition.isEmpty() ? List.of() : List.of(Integer.parseInt(partition));
    }
}
