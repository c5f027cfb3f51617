package io.foresnap.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/** Reads the ways in which a person or a program writes a target time. */
public final class TargetTimes {

    /** Years that a four-digit ISO date can name; what lies outside is a unit mistake. */
    private static final long GREATEST_MS = 253_402_300_799_999L;

    private static final int MOST_SHOWN = 80;

    /**
     * Reads ISO-8601 with an offset, epoch milliseconds, or {@code latest}.
     *
     * @return epoch milliseconds, or {@link BackupRequest#LATEST}
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public static long parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equalsIgnoreCase("latest")) {
            return BackupRequest.LATEST;
        }
        if (trimmed.matches("-?\\d{1,18}")) {
            return check(Long.parseLong(trimmed));
        }
        try {
            return check(OffsetDateTime.parse(trimmed).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException notWithOffset) {
            throw new IllegalArgumentException(
                    "'"
                            + (trimmed.length() <= MOST_SHOWN
                                    ? trimmed
                                    : trimmed.substring(0, MOST_SHOWN) + "...")
                            + "' "
                            + (isLocal(trimmed)
                                    ? "has no time zone: add Z or an offset such as +01:00"
                                    : "is no time: give ISO-8601 with an offset"
                                            + " (2026-01-31T12:00:00Z), epoch milliseconds, or"
                                            + " latest"),
                    notWithOffset);
        }
    }

    /** Checks epoch milliseconds from outside. */
    public static long check(long epochMs) {
        if (epochMs < 0 || epochMs > GREATEST_MS) {
            throw new IllegalArgumentException(
                    epochMs + " is no time in epoch milliseconds between 1970 and 9999");
        }
        return epochMs;
    }

    /** A time as people read it, UTC. */
    public static String format(long epochMs) {
        return epochMs == BackupRequest.LATEST
                ? "latest"
                : Instant.ofEpochMilli(epochMs).toString();
    }

    private static boolean isLocal(String text) {
        try {
            LocalDateTime.parse(text.replace(' ', 'T'));
            return true;
        } catch (DateTimeException notLocalEither) {
            return text.matches("\\d{4}-\\d{2}-\\d{2}");
        }
    }

    private TargetTimes() {}
}
