package io.foresnap.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * One partition of a backup, as its manifest tells.
 *
 * @param partition partition number
 * @param cutOffset offset behind the last event that counts
 * @param rows rows written
 * @param rowBytes bytes of the rows before compression
 * @param file file name within the backup
 * @param bytes file size
 * @param crc32c CRC32C of the file, 8 hex digits
 * @param snapshot path of the snapshot used; its name holds its checksum
 * @param segments paths of the segments used, in order; their names hold their checksums
 * @param neededBytes bytes in durable storage of those files, and of those of other partitions that
 *     rows have moved here from
 * @param cachedBytes how many of them came from the cache
 * @param neededFiles how many files that are
 * @param cachedFiles how many of them came from the cache
 * @param joinedBytes bytes in durable storage of those whose reading for somebody else was under
 *     way
 * @param joinedFiles how many files that are
 * @param fetchMillis time until every run was at hand
 * @param mergeMillis time of the merge and its encoding
 * @param writeMillis time spent waiting for durable storage to take the output
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PartitionBackup(
        int partition,
        long cutOffset,
        long rows,
        long rowBytes,
        String file,
        long bytes,
        String crc32c,
        String snapshot,
        List<String> segments,
        long neededBytes,
        long cachedBytes,
        int neededFiles,
        int cachedFiles,
        long joinedBytes,
        int joinedFiles,
        double fetchMillis,
        double mergeMillis,
        double writeMillis) {}
