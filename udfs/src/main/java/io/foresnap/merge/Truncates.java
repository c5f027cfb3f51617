package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import java.util.List;

/**
 * The truncates that count for a target time.
 *
 * <p>A truncate empties the table at its place in the log. Where it was written late, behind
 * changes that were committed after it (it had to reach this partition from another one), its place
 * is its commit time, then its log sequence number.
 */
final class Truncates {

    static final Truncates NONE = new Truncates(List.of());

    private final Truncate[] all;

    Truncates(List<Truncate> all) {
        this.all = all.toArray(Truncate[]::new);
    }

    /**
     * One truncate.
     *
     * @param late whether changes with a later commit time stand before it
     */
    record Truncate(long offset, long tsMs, boolean hasLsn, long lsn, boolean late) {

        boolean isAfter(long changeOffset, long changeTs, boolean changeHasLsn, long changeLsn) {
            if (!late) {
                return changeOffset < offset;
            }
            if (changeTs != tsMs) {
                return changeTs < tsMs;
            }
            return hasLsn && changeHasLsn ? changeLsn < lsn : changeOffset < offset;
        }
    }

    boolean isEmpty() {
        return all.length == 0;
    }

    /** Whether a change's effect was removed by a truncate after it. */
    boolean removes(long offset, long tsMs, boolean hasLsn, long lsn) {
        for (Truncate t : all) {
            if (t.isAfter(offset, tsMs, hasLsn, lsn)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a truncate lies between an earlier change and the entry. */
    boolean separate(long offset, long tsMs, boolean hasLsn, long lsn, EntryCursor entry) {
        for (Truncate t : all) {
            if (t.isAfter(offset, tsMs, hasLsn, lsn)
                    && !t.isAfter(entry.offset, entry.tsMs, entry.hasPosition, entry.lsn)) {
                return true;
            }
        }
        return false;
    }
}
