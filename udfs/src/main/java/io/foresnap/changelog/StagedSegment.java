package io.foresnap.changelog;

import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern HIDDEN =
            Pattern.compile(Pattern.quote(PREFIX) + "\\d{1,18}-(\\d{1,18})-[0-9a-f-]{36}");

    /** The hidden name of a segment of the offsets [from, to), one attempt at it. */
    static String hiddenName(long from, long to) {
        return PREFIX + from + "-" + to + "-" + UUID.randomUUID();
    }

    /** Offset after the last one covered by the segment of a hidden name; empty for other names. */
    public static OptionalLong coveredTo(String hiddenName) {
        Matcher parts = HIDDEN.matcher(hiddenName);
        return parts.matches()
                ? OptionalLong.of(Long.parseLong(parts.group(1)))
                : OptionalLong.empty();
    }

    /** What its name in the log says. */
    public SegmentName name() {
        return SegmentName.parse(fileName)
                .orElseThrow(() -> new IllegalStateException("not a segment's name: " + fileName));
    }
}
