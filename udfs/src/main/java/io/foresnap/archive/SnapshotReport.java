package io.foresnap.archive;

import org.jspecify.annotations.Nullable;

/**
 * What became of a snapshot that was due.
 *
 * @param table table id
 * @param partition partition number
 * @param offset offset after the last event that is in it; -1 when it failed
 * @param ts effective time there, epoch milliseconds; when it failed, as of when it was wanted
 * @param bytesRead snapshot and log read
 * @param bytesWritten its size
 * @param millis how long it took
 * @param reason why it was due, in plain words
 * @param failure why it failed; null when it was made
 */
public record SnapshotReport(
        String table,
        int partition,
        long offset,
        long ts,
        long bytesRead,
        long bytesWritten,
        long millis,
        String reason,
        @Nullable String failure) {}
