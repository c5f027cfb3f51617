package io.foresnap.changelog;

/**
 * A segment that is written, but not yet part of the log.
 *
 * @param hiddenName its name in the partition's folder until it is published
 * @param fileName its name in the log
 * @param bytes size of the file
 */
public record StagedSegment(String hiddenName, String fileName, long bytes) {

    /** Begins the hidden names: unlike other temporary files, these may be published much later. */
    public static final String PREFIX = ".pending-";

    /** What its name in the log says. */
    public SegmentName name() {
        return SegmentName.parse(fileName)
                .orElseThrow(() -> new IllegalStateException("not a segment's name: " + fileName));
    }
}
