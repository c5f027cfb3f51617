package io.foresnap.guard;

import io.foresnap.guard.ControlCommand.Kind;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When pins and warm-ups are due. A pin is due at every tick and holds as long as a prefetch list;
 * a warm-up is due at every tick from as long before its time until as long after it, so that what
 * the log has gained meanwhile is fetched as well and a request that comes a little late finds it.
 *
 * @param holdsMs how long a prefetch list holds, milliseconds: a window and what it reaches past it
 * @param zone whose clocks daily warm-ups follow
 */
record StandingOrders(long holdsMs, ZoneId zone) implements Serializable {

    /** What is due at a tick. */
    Optional<TableOrder> due(ControlCommand order, long tickMs) {
        if (order.kind() == Kind.PIN) {
            return Optional.of(until(order, tickMs, tickMs + holdsMs));
        }
        long at = order.isDaily() ? nextOf(order.secondOfDay(), tickMs) : order.atMs();
        return at - holdsMs <= tickMs && tickMs < at + holdsMs
                ? Optional.of(until(order, tickMs, at + holdsMs))
                : Optional.empty();
    }

    private static TableOrder until(ControlCommand order, long tickMs, long deadlineMs) {
        return new TableOrder(order.table(), order.partition(), tickMs, deadlineMs);
    }

    /** Whether an order will never be due again. */
    boolean isOver(ControlCommand order, long tickMs) {
        return order.kind() == Kind.WARM_UP && !order.isDaily() && tickMs >= order.atMs() + holdsMs;
    }

    /** The first moment with this time of the day whose warm-up is not over yet. */
    private long nextOf(int secondOfDay, long tickMs) {
        LocalTime time = LocalTime.ofSecondOfDay(secondOfDay);
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(tickMs - holdsMs), zone);
        // A time that the clocks skip in spring is taken as far behind the skip as it lay in it.
        long at = day.atTime(time).atZone(zone).toInstant().toEpochMilli();
        return at + holdsMs > tickMs
                ? at
                : day.plusDays(1).atTime(time).atZone(zone).toInstant().toEpochMilli();
    }
}
