package io.foresnap.event;

import org.jspecify.annotations.Nullable;

/**
 * One row change as the change log stores it. Key, before and after are JSON exactly as received.
 *
 * @param offset position in the partition's log
 * @param tsMs commit time at the source, epoch milliseconds
 * @param op what happened
 * @param key the row's key, or null for a table without one and for a truncate
 * @param before the row before the change, as far as the source tells
 * @param after the row after the change, or null when it is gone
 * @param tx transaction id at the source
 * @param lsn log sequence number at the source
 */
@SuppressWarnings("ArrayRecordComponent") // Opaque bytes; events are never compared as values.
public record ChangeEvent(
        long offset,
        long tsMs,
        Op op,
        byte @Nullable [] key,
        byte @Nullable [] before,
        byte @Nullable [] after,
        @Nullable String tx,
        @Nullable Long lsn) {

    /** The same event at another place of the log. */
    public ChangeEvent at(long newOffset, long newTsMs) {
        return new ChangeEvent(newOffset, newTsMs, op, key, before, after, tx, lsn);
    }
}
