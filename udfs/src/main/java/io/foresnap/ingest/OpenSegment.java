package io.foresnap.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a partition's log behind its last segment. Its events are held beside it.
 *
 * @param from first offset the next segment covers; -1 until it is known where the log begins
 * @param next offset after the last one read; -1 before the first
 * @param firstRead offset of the first record ever read, -1 before it
 * @param events how many are held
 * @param bytes of their keys and rows
 * @param heldTs least commit time among them, {@link Long#MAX_VALUE} when none is held
 * @param maxTs greatest commit time so far, {@link Long#MIN_VALUE} at the beginning
 * @param claimedMs what was read is complete through this time; later events are never older
 * @param openedAtMs machine's time when the first held event came
 * @param partitions how many the table has, 0 until it is known
 * @param sourceTable the table that the events name, null before the first
 */
public record OpenSegment(
        long from,
        long next,
        long firstRead,
        int events,
        long bytes,
        long heldTs,
        long maxTs,
        long claimedMs,
        long openedAtMs,
        int partitions,
        @Nullable String sourceTable) {

    /** Nothing known yet. */
    static final OpenSegment UNKNOWN = behind(-1, Long.MIN_VALUE, Long.MIN_VALUE);

    /**
     * Behind what an earlier job wrote.
     *
     * @param end offset after its last segment
     * @param maxTs greatest commit time in it
     * @param claimedMs through which it was said to be complete
     */
    static OpenSegment behind(long end, long maxTs, long claimedMs) {
        return new OpenSegment(end, end, -1, 0, 0, Long.MAX_VALUE, maxTs, claimedMs, 0, 0, null);
    }

    /** Goes past an offset that holds nothing to keep. */
    OpenSegment past(long offset) {
        return new OpenSegment(
                from,
                offset + 1,
                firstRead < 0 ? offset : firstRead,
                events,
                bytes,
                heldTs,
                maxTs,
                claimedMs,
                openedAtMs,
                partitions,
                sourceTable);
    }

    /** Holds one more event. */
    OpenSegment with(String source, long tsMs, long size, long nowMs) {
        return new OpenSegment(
                from,
                next,
                firstRead,
                events + 1,
                bytes + size,
                Math.min(heldTs, tsMs),
                Math.max(maxTs, tsMs),
                claimedMs,
                events == 0 ? nowMs : openedAtMs,
                partitions,
                source);
    }

    /**
     * The commit time an event gets: its own, unless the log was said to be complete beyond it.
     * Backups as of then were made without it, and must come out the same again.
     */
    long timeOf(long tsMs) {
        return isLate(tsMs) ? claimedMs + 1 : tsMs;
    }

    /** Whether the log was said to be complete through a commit time. */
    boolean isLate(long tsMs) {
        return tsMs <= claimedMs;
    }

    /**
     * Whether a backup may have been made without a change of this commit time that has it now. Not
     * where the source's clock stepped back: a later time stands before it in the log and not
     * beyond what was said, and the log is cut by the greatest time so far.
     */
    boolean contradictsWhatWasSaid(long tsMs) {
        return isLate(tsMs) && maxTs <= claimedMs;
    }

    /** Takes over where Kafka's log begins, how many partitions there are, and what is complete. */
    OpenSegment readUpTo(ReadUpTo read) {
        // Kafka may have dropped its oldest records since they were read.
        long begin = firstRead < 0 ? read.begin() : Math.min(read.begin(), firstRead);
        // Behind an earlier job's log, what Kafka has dropped before it was read is a hole; later
        // on, offsets that are not read never held an event.
        boolean isFirst = partitions == 0;
        long start = from < 0 ? begin : isFirst ? Math.max(from, begin) : from;
        long reached = Math.max(next, start);
        boolean isRead = reached > read.last();
        return new OpenSegment(
                start,
                reached,
                firstRead,
                events,
                bytes,
                heldTs,
                maxTs,
                isRead ? Math.max(claimedMs, read.completeMs()) : claimedMs,
                openedAtMs,
                read.partitions(),
                sourceTable);
    }

    /** After everything held has become a segment. */
    OpenSegment rolled() {
        return new OpenSegment(
                next,
                next,
                firstRead,
                0,
                0,
                Long.MAX_VALUE,
                maxTs,
                // More events of the last millisecond may still come.
                Math.max(claimedMs, maxTs - 1),
                0,
                partitions,
                sourceTable);
    }

    /** The log in storage, with what is staged, is complete through this time. */
    long completeMs() {
        return heldTs == Long.MAX_VALUE ? claimedMs : Math.min(claimedMs, heldTs - 1);
    }

    /** Whether a segment can be written: it is known what it follows. */
    boolean canRoll() {
        return events > 0 && from >= 0 && partitions > 0;
    }
}
