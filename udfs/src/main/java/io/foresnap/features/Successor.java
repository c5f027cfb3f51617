package io.foresnap.features;

import io.foresnap.event.TablePartition;
import io.foresnap.history.Sign;

/**
 * A partition that a requester who has just asked for another table is expected to ask for next.
 *
 * @param partition partition number, of the sign's table
 * @param sign how likely it is, and when
 * @param expected what the request would be like
 */
public record Successor(int partition, Sign sign, ExpectedRequest expected) {

    /** The partition by table and number. */
    public TablePartition of() {
        return new TablePartition(sign.table(), partition);
    }
}
