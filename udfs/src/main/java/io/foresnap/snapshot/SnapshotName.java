package io.foresnap.snapshot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a snapshot's file name says of it.
 *
 * @param offset offset after the last event that is in it
 * @param ts effective time there, epoch milliseconds
 * @param crc32c CRC32C of the whole file
 */
public record SnapshotName(long offset, long ts, int crc32c) {

    private static final Pattern PATTERN =
            Pattern.compile("(\\d{20})-(\\d{13})-([0-9a-f]{8})\\.avro");

    /** The parsed name, or empty when this is not a snapshot's name. */
    public static Optional<SnapshotName> parse(String fileName) {
        Matcher m = PATTERN.matcher(fileName);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SnapshotName(
                            Long.parseLong(m.group(1)),
                            Long.parseLong(m.group(2)),
                            Integer.parseUnsignedInt(m.group(3), 16)));
        } catch (NumberFormatException notANumberOfOurs) {
            return Optional.empty();
        }
    }

    /** The file name. */
    public String fileName() {
        return String.format("%020d-%013d-%08x.avro", offset, ts, crc32c);
    }
}
