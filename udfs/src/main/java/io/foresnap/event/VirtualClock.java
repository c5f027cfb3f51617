package io.foresnap.event;

import java.io.Serializable;

/**
 * The job's clock: the machine's in production, an accelerated one in replays and demonstrations.
 *
 * @param originMs what the clock shows at {@code startedMs}, epoch milliseconds
 * @param startedMs when it was started, epoch milliseconds of the machine's clock
 * @param speed how many of its milliseconds pass in one of the machine's
 * @param machine the machine's clock
 */
public record VirtualClock(long originMs, long startedMs, double speed, MachineClock machine)
        implements Serializable {

    /** The machine's own clock. */
    public static final VirtualClock REAL = new VirtualClock(0, 0, 1.0);

    public VirtualClock {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("clock.speed must be positive, but is " + speed);
        }
    }

    /** A clock by that of the machine it runs on. */
    public VirtualClock(long originMs, long startedMs, double speed) {
        this(originMs, startedMs, speed, MachineClock.System.INSTANCE);
    }

    /** This clock's time, epoch milliseconds. */
    public long nowMs() {
        return at(machine.millis());
    }

    /** This clock's time at a moment of the machine's clock, both epoch milliseconds. */
    public long at(long machineMs) {
        return originMs + Math.round((machineMs - startedMs) * speed);
    }

    /** How many of the machine's milliseconds remain until this clock shows {@code timeMs}. */
    public long machineMillisUntil(long timeMs) {
        double virtual = timeMs - (double) nowMs();
        return virtual <= 0 ? 0 : (long) Math.ceil(virtual / speed);
    }
}
