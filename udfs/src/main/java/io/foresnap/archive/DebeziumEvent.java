package io.foresnap.archive;

import io.foresnap.event.ChangeEvent;

/**
 * A change event as a connector delivered it.
 *
 * @param table table id, {@code schema.table} (or database.table where there are no schemas)
 * @param change the event, not yet given an offset
 * @param sourcePosition hash of the whole source block: where the event stood in the source's log
 * @param delivery hash of everything received, capture times included: equal only for one and the
 *     same delivery that was written twice
 * @param capturedMs when the connector captured it, epoch milliseconds
 */
public record DebeziumEvent(
        String table, ChangeEvent change, long sourcePosition, long delivery, long capturedMs) {}
