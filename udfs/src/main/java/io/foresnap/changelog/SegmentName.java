package io.foresnap.changelog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a segment's file name says of it, so that a listing alone gives order, time range,
 * contiguity and checksum.
 *
 * <p>Two kinds of file cover no offset ({@code from == to}) and take no part in the chain:
 *
 * <ul>
 *   <li>a <em>mark</em> ({@code minTs == maxTs}) holds no event and says that the log, with that of
 *       every other partition of the table, is complete through {@code maxTs};
 *   <li>a <em>truncate copy</em> ({@code minTs < maxTs}) holds truncates that stand in the log of
 *       another partition. This partition's offsets are its source's: none is free for them, and
 *       their place is their commit time anyway. Their times are in {@code [minTs, maxTs)}.
 * </ul>
 *
 * @param from first offset covered
 * @param to offset after the last one covered
 * @param minTs least commit time in it, epoch milliseconds
 * @param maxTs greatest commit time in it, epoch milliseconds
 * @param crc32c CRC32C of the whole file
 */
public record SegmentName(long from, long to, long minTs, long maxTs, int crc32c) {

    /** The latest time that a file name of fixed width can hold: the year 2286. */
    public static final long GREATEST_MS = 9_999_999_999_999L;

    private static final Pattern PATTERN =
            Pattern.compile("(\\d{20})-(\\d{20})-(\\d{13})-(\\d{13})-([0-9a-f]{8})\\.avro");

    /** The parsed name, or empty when this is not a segment's name. */
    public static Optional<SegmentName> parse(String fileName) {
        Matcher m = PATTERN.matcher(fileName);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SegmentName(
                            Long.parseLong(m.group(1)),
                            Long.parseLong(m.group(2)),
                            Long.parseLong(m.group(3)),
                            Long.parseLong(m.group(4)),
                            Integer.parseUnsignedInt(m.group(5), 16)));
        } catch (NumberFormatException notANumberOfOurs) {
            return Optional.empty();
        }
    }

    /** Whether it only says how far the log is complete. */
    public boolean isMark() {
        return from == to && minTs == maxTs;
    }

    /** Whether it holds truncates of another partition, which have no offset in this one. */
    public boolean isTruncateCopy() {
        return from == to && minTs < maxTs;
    }

    /** The file name. */
    public String fileName() {
        if (minTs < 0 || maxTs > GREATEST_MS) {
            throw new IllegalArgumentException(
                    "times from " + minTs + " to " + maxTs + " fit no file name");
        }
        return String.format("%020d-%020d-%013d-%013d-%08x.avro", from, to, minTs, maxTs, crc32c);
    }
}
