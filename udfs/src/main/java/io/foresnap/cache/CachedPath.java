package io.foresnap.cache;

import io.foresnap.changelog.TableIds;
import io.foresnap.event.TablePartition;
import java.util.Optional;

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

    private static final String SNAPSHOTS = "/snapshots/";
    private static final String SEGMENTS = "/changelog/";
    private static final int OFFSET_DIGITS = 20;

    /** Reads a path; empty when it is in neither place. */
    static Optional<CachedPath> of(String path) {
        int name = path.lastIndexOf('/') + 1;
        int number = path.lastIndexOf('/', name - 2);
        int table = path.lastIndexOf('/', number - 1) + 1;
        if (table < SNAPSHOTS.length()) {
            return Optional.empty();
        }
        if (path.startsWith(SNAPSHOTS, table - SNAPSHOTS.length())) {
            long offset = offset(path, name);
            return offset < 0
                    ? Optional.empty()
                    : Optional.of(new CachedPath(path.substring(table, name - 1), 0, offset, true));
        }
        long from = offset(path, name);
        long to = offset(path, name + OFFSET_DIGITS + 1);
        return from < 0 || to < 0 || !path.startsWith(SEGMENTS, table - SEGMENTS.length())
                ? Optional.empty()
                : Optional.of(new CachedPath(path.substring(table, name - 1), from, to, false));
    }

    /** The offset that begins at an index, and ends with a dash; -1 when there is none. */
    private static long offset(String path, int at) {
        int end = at + OFFSET_DIGITS;
        if (end >= path.length() || path.charAt(end) != '-') {
            return -1;
        }
        long offset = 0;
        for (int i = at; i < end; i++) {
            int digit = path.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            offset = 10 * offset + digit;
        }
        return offset;
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
