package io.foresnap.cache;

import io.foresnap.changelog.TableIds;
import io.foresnap.event.TablePartition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a durable file's path says about its worth: files of a partition that end before a newer
 * snapshot begins are needed only for target times before it.
 *
 * @param partition the folder names of table and partition
 * @param from first offset covered; 0 of a snapshot
 * @param end offset behind its last event
 * @param isSnapshot whether it is a snapshot
 */
record CachedPath(String partition, long from, long end, boolean isSnapshot) {

    private static final Pattern SEGMENT =
            Pattern.compile(".*/changelog/([^/]+/\\d+)/(\\d{20})-(\\d{20})-[^/]*");
    private static final Pattern SNAPSHOT =
            Pattern.compile(".*/snapshots/([^/]+/\\d+)/(\\d{20})-[^/]*");

    /** Reads a path; empty when it is in neither place. */
    static Optional<CachedPath> of(String path) {
        Matcher snapshot = SNAPSHOT.matcher(path);
        if (snapshot.matches()) {
            return Optional.of(
                    new CachedPath(snapshot.group(1), 0, Long.parseLong(snapshot.group(2)), true));
        }
        Matcher segment = SEGMENT.matcher(path);
        if (segment.matches()) {
            return Optional.of(
                    new CachedPath(
                            segment.group(1),
                            Long.parseLong(segment.group(2)),
                            Long.parseLong(segment.group(3)),
                            false));
        }
        return Optional.empty();
    }

    /** Reads a path; one that is in neither place is a partition of its own. */
    static CachedPath ofAny(String path) {
        return of(path).orElseGet(() -> new CachedPath(path, 0, 0, false));
    }

    /** How the paths of a partition's files name it. */
    static String partitionOf(TablePartition partition) {
        return TableIds.encode(partition.table()) + "/" + partition.partition();
    }

    /** Whether it is a segment that stands in the chain of offsets. */
    boolean isInChain() {
        return !isSnapshot && from < end;
    }
}
