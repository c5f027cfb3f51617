package io.foresnap.local.demo.workload;

import io.foresnap.event.BackupRequest;
import java.util.List;

/**
 * A request that a workload will make.
 *
 * @param atMs when, epoch milliseconds of the workload's time
 * @param partitions partition numbers; empty means all
 * @param targetMs target time, epoch milliseconds, or {@link BackupRequest#LATEST}
 */
public record PlannedRequest(
        long atMs, String table, List<Integer> partitions, long targetMs, String requester) {}
