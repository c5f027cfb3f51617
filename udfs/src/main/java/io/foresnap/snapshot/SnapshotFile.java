package io.foresnap.snapshot;

/**
 * A partition snapshot in durable storage.
 *
 * @param path its whole path
 * @param name what its name says
 * @param bytes its size
 */
public record SnapshotFile(String path, SnapshotName name, long bytes) {

    /** What a log starts from before its first snapshot: no rows. */
    public static final SnapshotFile NOTHING =
            new SnapshotFile("", new SnapshotName(0, Long.MIN_VALUE, 0), 0);
}
