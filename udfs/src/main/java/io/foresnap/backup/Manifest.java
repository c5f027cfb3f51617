package io.foresnap.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What makes a folder of partition files a backup; written last.
 *
 * @param formatVersion of this file
 * @param requestId the request it answers
 * @param table table id
 * @param targetTime ISO-8601, UTC
 * @param targetTimeMs the same in epoch milliseconds
 * @param requester who asked
 * @param requestedAt when, epoch milliseconds
 * @param createdAt when it was complete, epoch milliseconds
 * @param rows rows of all partitions
 * @param bytes file bytes of all partitions
 * @param neededBytes bytes of the files it was made of
 * @param cachedBytes how many of them came from the cache
 * @param planMillis time of planning
 * @param totalMillis time from the request's arrival to this manifest
 * @param partitions its partitions, ascending
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        int formatVersion,
        String requestId,
        String table,
        String targetTime,
        long targetTimeMs,
        String requester,
        long requestedAt,
        long createdAt,
        long rows,
        long bytes,
        long neededBytes,
        long cachedBytes,
        double planMillis,
        double totalMillis,
        List<PartitionBackup> partitions) {

    /**
     * When a backup was complete and where the time went.
     *
     * @param nowMs the clock's time, epoch milliseconds
     * @param planMillis time of planning
     * @param totalMillis time from the request's arrival
     */
    public record Timing(long nowMs, double planMillis, double totalMillis) {}

    /** Name of the manifest within a backup. */
    public static final String FILE = "manifest.json";
}
