package io.foresnap.decisions;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file of the record says.
 *
 * @param firstMs the first time in it, epoch milliseconds
 * @param lastMs the last time in it
 * @param crc32c CRC32C of the file
 */
record DecisionFileName(long firstMs, long lastMs, int crc32c) {

    private static final Pattern NAME =
            Pattern.compile("decisions-(\\d{13})-(\\d{13})-([0-9a-f]{8})\\.jsonl\\.gz");

    String text() {
        return String.format(
                Locale.ROOT, "decisions-%013d-%013d-%08x.jsonl.gz", firstMs, lastMs, crc32c);
    }

    /** Empty for what is no file of the record. */
    static Optional<DecisionFileName> parse(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                ? Optional.of(
                        new DecisionFileName(
                                Long.parseLong(parts.group(1)),
                                Long.parseLong(parts.group(2)),
                                Integer.parseUnsignedInt(parts.group(3), 16)))
                : Optional.empty();
    }

    /** Whether something in it may lie between two times, both inclusive. */
    boolean overlaps(long fromMs, long toMs) {
        return firstMs <= toMs && lastMs >= fromMs;
    }
}
