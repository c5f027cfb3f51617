package io.foresnap.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.foresnap.backup.Manifest;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.event.BackupRequest;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request. But for the requester a function of the backup's manifest alone, so that
 * asking again gives the same answer.
 *
 * @param requestId the request
 * @param requester who asked; null when that could not be read
 * @param table table id
 * @param status what became of it
 * @param reason why it was rejected or failed
 * @param directory URI of the backup
 * @param targetTime the backup's target time, ISO-8601, UTC
 * @param targetTimeMs the same in epoch milliseconds
 * @param rows rows in the backup
 * @param bytes bytes of its files
 * @param neededBytes bytes in durable storage of the files it was made of
 * @param cachedBytes how many of them came from the cache
 * @param neededFiles how many files that are
 * @param cachedFiles how many of them came from the cache
 * @param joinedBytes how many of them were being read for somebody else, mostly a prefetch that
 *     came late
 * @param joinedFiles how many files that are
 * @param latencyMillis where the time went
 * @param requestedAt when it was asked, epoch milliseconds
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BackupResult(
        String requestId,
        @Nullable String requester,
        @Nullable String table,
        Status status,
        @Nullable String reason,
        @Nullable String directory,
        @Nullable String targetTime,
        long targetTimeMs,
        long rows,
        long bytes,
        long neededBytes,
        long cachedBytes,
        int neededFiles,
        int cachedFiles,
        long joinedBytes,
        int joinedFiles,
        @Nullable Latency latencyMillis,
        long requestedAt) {

    /** What became of a request. */
    public enum Status {
        ACKNOWLEDGED,
        REJECTED,
        FAILED
    }

    /**
     * Where the time went, milliseconds. Partitions run side by side: the slowest counts.
     *
     * @param plan listing and planning
     * @param fetch until every run was at hand
     * @param merge merging and encoding
     * @param write waiting for durable storage to take the output
     * @param total from the request's arrival in the job to the manifest
     */
    public record Latency(double plan, double fetch, double merge, double write, double total) {}

    /** The answer that a backup gives. */
    static BackupResult acknowledged(Manifest manifest, String requester, String directory) {
        return new BackupResult(
                manifest.requestId(),
                requester,
                manifest.table(),
                Status.ACKNOWLEDGED,
                null,
                directory,
                manifest.targetTime(),
                manifest.targetTimeMs(),
                manifest.rows(),
                manifest.bytes(),
                manifest.neededBytes(),
                manifest.cachedBytes(),
                manifest.partitions().stream().mapToInt(PartitionBackup::neededFiles).sum(),
                manifest.partitions().stream().mapToInt(PartitionBackup::cachedFiles).sum(),
                manifest.partitions().stream().mapToLong(PartitionBackup::joinedBytes).sum(),
                manifest.partitions().stream().mapToInt(PartitionBackup::joinedFiles).sum(),
                new Latency(
                        manifest.planMillis(),
                        slowest(manifest, PartitionBackup::fetchMillis),
                        slowest(manifest, PartitionBackup::mergeMillis),
                        slowest(manifest, PartitionBackup::writeMillis),
                        manifest.totalMillis()),
                manifest.requestedAt());
    }

    private static double slowest(Manifest manifest, ToDoubleFunction<PartitionBackup> part) {
        return manifest.partitions().stream().mapToDouble(part).max().orElse(0);
    }

    /** The answer to a request that failed. */
    static BackupResult failed(BackupRequest request, String reason) {
        return without(
                request.requestId(),
                request.requester(),
                request.table(),
                Status.FAILED,
                reason,
                request.requestedAtMs());
    }

    /** The answer to a request that was rejected, when it can be answered at all. */
    static BackupResult rejected(String requestId, Rejection rejection) {
        return without(
                requestId,
                rejection.requester(),
                rejection.table(),
                Status.REJECTED,
                rejection.reason(),
                rejection.requestedAtMs());
    }

    private static BackupResult without(
            String requestId,
            @Nullable String requester,
            @Nullable String table,
            Status status,
            String reason,
            long requestedAtMs) {
        return new BackupResult(
                requestId,
                requester,
                table,
                status,
                reason,
                null,
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                requestedAtMs);
    }
}
