package io.foresnap.archive;

import io.foresnap.event.TablePartition;

/**
 * What a snapshot policy decides from: one partition, now.
 *
 * @param of the partition
 * @param logBytes size of the segments behind its newest snapshot
 * @param segments how many these are
 * @param snapshotBytes size of the newest snapshot
 * @param waitingSinceMs since when the oldest change behind the snapshot waits, epoch milliseconds;
 *     of no meaning when there is none
 * @param nowMs the job's time, epoch milliseconds
 * @param outlook what is expected of its requests
 */
public record SnapshotState(
        TablePartition of,
        long logBytes,
        int segments,
        long snapshotBytes,
        long waitingSinceMs,
        long nowMs,
        Outlook outlook) {}
