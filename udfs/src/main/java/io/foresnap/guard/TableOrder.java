package io.foresnap.guard;

/**
 * A standing order that is due.
 *
 * @param table table id
 * @param partition partition number; {@link ControlCommand#ALL} for the whole table
 * @param tickMs the tick at which it is due, epoch milliseconds
 * @param deadlineMs until when it is to be at hand, epoch milliseconds
 */
public record TableOrder(String table, int partition, long tickMs, long deadlineMs) {}
