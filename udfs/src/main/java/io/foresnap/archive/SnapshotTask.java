package io.foresnap.archive;

import io.foresnap.event.TablePartition;

/**
 * A snapshot that is due.
 *
 * @param of the partition
 * @param isFirst whether the partition has none yet
 * @param offset where its log begins; counts for the first only
 * @param targetMs as of when; the table is complete by then
 * @param priority the greatest first
 * @param reason in plain words
 * @param bytes that making it reads
 */
record SnapshotTask(
        TablePartition of,
        boolean isFirst,
        long offset,
        long targetMs,
        double priority,
        String reason,
        long bytes) {}
