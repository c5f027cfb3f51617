package io.foresnap.prefetch;

import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.Pace;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;

/**
 * A durable file and how it becomes what a cache holds.
 *
 * @param path where it is
 * @param bytes its size
 * @param decoder verifies and decodes its content
 */
public record SourceFile(String path, long bytes, Decoder decoder) {

    /** Verifies and decodes a file's content. */
    @FunctionalInterface
    public interface Decoder {
        /**
         * Decodes.
         *
         * @param pace asked before each block
         */
        CachedFile decode(byte[] content, Pace pace) throws IOException;
    }

    /** A segment, which becomes a run. */
    public static SourceFile of(SegmentFile segment, SegmentReader reader) {
        return new SourceFile(
                segment.path(),
                segment.bytes(),
                (content, pace) -> reader.decode(segment, content, pace));
    }

    /** A snapshot, which becomes blocks. */
    public static SourceFile of(SnapshotFile snapshot) {
        return new SourceFile(
                snapshot.path(),
                snapshot.bytes(),
                (content, pace) -> Snapshots.decode(snapshot, content, pace));
    }
}
