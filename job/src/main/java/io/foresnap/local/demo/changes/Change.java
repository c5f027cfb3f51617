package io.foresnap.local.demo.changes;

import org.jspecify.annotations.Nullable;

/**
 * A row change as its source made it.
 *
 * @param tsMs commit time, epoch milliseconds
 * @param lsn log sequence number; the two halves of a key change share it
 * @param tx transaction number; likewise
 * @param op Debezium's code
 * @param key the row's key as JSON; null for a truncate
 * @param after the row as JSON, perhaps with placeholders; null when it is gone
 */
public record Change(
        long tsMs, long lsn, long tx, char op, @Nullable String key, @Nullable String after) {

    /** Stands for an unchanged large column. */
    public static final String PLACEHOLDER = "__debezium_unavailable_value";
}
