package io.foresnap.archive;

import java.util.List;

/**
 * What a look at a table found.
 *
 * @param table table id
 * @param due snapshots to make now
 * @param waiting partitions whose next snapshot is not due
 * @param logBytes log behind the newest snapshots of all partitions
 * @param troubles partitions that cannot get a snapshot until somebody does something, one sentence
 *     each
 */
record TableLook(
        String table, List<SnapshotTask> due, int waiting, long logBytes, List<String> troubles) {}
