package io.foresnap.job;

import io.foresnap.event.VirtualClock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job's clock as the ticks follow it: a step of the machine's clock counts once it has lasted.
 *
 * <p>A tick is a watermark. One that comes a day early because a clock was wrong for a minute would
 * end every window that is open, and there would be no other until that day is over. So time goes
 * on here as the machine's timer does for as long as its clock may still be put right.
 */
final class SteadyClock {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    /** How long a step has to last, of the machine's timer. */
    static final Duration LASTING = Duration.ofMinutes(10);

    private final LongSupplier clockMs;
    private final LongSupplier nanoTime;
    private final double speed;
    private final long toleratedMs;
    private long knownMs;
    private long knownNanos;
    private boolean stepped;
    private long steppedNanos;

    /**
     * @param clockMs what may step, epoch milliseconds
     * @param nanoTime what does not, nanoseconds
     * @param speed milliseconds of the clock in one of the timer
     * @param toleratedMs a smaller step is followed at once
     */
    SteadyClock(LongSupplier clockMs, LongSupplier nanoTime, double speed, long toleratedMs) {
        this.clockMs = clockMs;
        this.nanoTime = nanoTime;
        this.speed = speed;
        this.toleratedMs = toleratedMs;
        this.knownMs = clockMs.getAsLong();
        this.knownNanos = nanoTime.getAsLong();
    }

    /** A clock of the job; steps of more than a second, and than a tick, have to last. */
    static SteadyClock of(VirtualClock clock, long tickMs) {
        long second = (long) (Duration.ofSeconds(1).toMillis() * clock.speed());
        return new SteadyClock(
                clock::nowMs, System::nanoTime, clock.speed(), Math.max(second, tickMs));
    }

    /** Its time, epoch milliseconds. */
    long nowMs() {
        long nanos = nanoTime.getAsLong();
        long shown = clockMs.getAsLong();
        long expected = knownMs + Math.round((nanos - knownNanos) / 1e6 * speed);
        boolean steps = Math.abs(shown - expected) > toleratedMs;
        if (steps && !hasLasted(nanos, shown - expected)) {
            return expected;
        }
        if (!steps && stepped) {
            LOG.info("The clock shows again what it should");
        }
        stepped = false;
        knownMs = shown;
        knownNanos = nanos;
        return shown;
    }

    private boolean hasLasted(long nanos, long stepMs) {
        if (!stepped) {
            LOG.warn(
                    "The clock stepped by {} ms: ticks follow if that is still so in {}",
                    stepMs,
                    LASTING);
            stepped = true;
            steppedNanos = nanos;
        }
        return nanos - steppedNanos >= LASTING.toNanos();
    }

    /** How many of the machine's milliseconds remain until it shows {@code timeMs}. */
    long machineMillisUntil(long timeMs) {
        double left = timeMs - (double) nowMs();
        return left <= 0 ? 0 : (long) Math.ceil(left / speed);
    }
}
