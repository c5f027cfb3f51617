package io.foresnap.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.hadoop.util.StringUtils.TraditionalBinaryPrefix;

/**
 * Decides when a partition's snapshot is rolled forward. No state: the same state gives the same
 * decision.
 */
public final class SnapshotPolicy {

    /*
     * The adaptive rule weighs bytes against bytes.
     *
     * A request replays the log behind the snapshot, L bytes; a roll reads the snapshot and the log
     * and writes about as much, S + L bytes, each worth w (snapshot.cost-factor) bytes of replay.
     * Let r be the partition's long-run request rate and g the growth of its log. Rolling every a
     * milliseconds costs w (S + L) / a for the rolls and r g a / 2 for the replays; the sum is
     * least where both are equal: r a L / 2 = w (S + L), with L = g a. (The square-root rule of
     * lot sizes, Harris 1913; as "stop when the rent paid equals the price" it is also the
     * 2-competitive rule for a future that nobody knows.) So, with the chance n of a request in
     * the predicted window before the long run goes on, a roll is worth it as soon as
     *
     *     L (n + r a / 2) > w (S + L).
     *
     * When, exactly? Waiting one more window of length W costs n L, for its requests still read the
     * long log; it gains g W = L W / a bytes more in the snapshot for the r a requests of a cycle:
     * r L W. So it is better to wait as long as n < r W, until a window comes that is likelier than
     * the average one. That is what rolls a partition just before it is asked for.
     */

    /** Opening a file costs a reader about as much as reading this. */
    static final long BYTES_OF_AN_OPEN = 64 << 10;

    /** So many times over what it costs, a snapshot waits for no window any more. */
    private static final double PATIENCE = 2;

    /** Before anything that only pays: the bound on age is a promise. */
    private static final double TOO_OLD = 1e6;

    private final SnapshotSettings settings;

    /**
     * @param settings the numbers it goes by
     */
    public SnapshotPolicy(SnapshotSettings settings) {
        this.settings = settings;
    }

    /** Whether the partition's next snapshot is due. */
    public SnapshotDecision decide(SnapshotState state) {
        if (state.segments() == 0) {
            return wait(state, () -> "nothing is behind its snapshot");
        }
        long ageMs = Math.max(0, state.nowMs() - state.waitingSinceMs());
        return switch (settings.mode()) {
            case FIRST_ONLY -> wait(state, () -> "only first snapshots are made");
            case INTERVAL -> atInterval(state, ageMs);
            case ADAPTIVE -> adaptive(state, ageMs);
        };
    }

    private SnapshotDecision atInterval(SnapshotState state, long ageMs) {
        if (ageMs >= settings.maxAge().toMillis()) {
            return tooOld(state, ageMs);
        }
        if (isTrivial(state)) {
            return wait(state, () -> "too little to be worth it");
        }
        long intervalMs = settings.interval().toMillis();
        return ageMs >= intervalMs
                ? roll(state, (double) ageMs / intervalMs, () -> "every " + duration(intervalMs))
                : wait(state, () -> "next after " + duration(intervalMs));
    }

    private SnapshotDecision adaptive(SnapshotState state, long ageMs) {
        if (ageMs >= settings.maxAge().toMillis()) {
            return tooOld(state, ageMs);
        }
        if (isTrivial(state)) {
            return wait(state, () -> "too little to be worth it");
        }
        Outlook outlook = state.outlook();
        boolean near = isNear(state);
        double soon = near ? outlook.probability() : 0;
        double saved = replay(state) * (soon + outlook.ratePerMs() * ageMs / 2);
        double worth = saved / cost(state);
        if (worth <= 1) {
            return wait(
                    state, () -> "replaying it still costs less than a snapshot; " + demand(state));
        }
        // In between two lists of predictions there is no window to compare with: the wait goes on.
        if (soon < outlook.usualInWindow() && worth < PATIENCE) {
            return wait(state, () -> "a likelier window will come; " + demand(state));
        }
        return roll(state, worth, () -> demand(state));
    }

    /** Whether the window has begun, or will before the next look at the partition. */
    private boolean isNear(SnapshotState state) {
        return state.nowMs() < state.outlook().windowEndMs()
                && state.nowMs() + settings.checkInterval().toMillis()
                        >= state.outlook().windowStartMs();
    }

    private boolean isTrivial(SnapshotState state) {
        return replay(state) < settings.minLogBytes();
    }

    private static double replay(SnapshotState state) {
        return state.logBytes() + (double) state.segments() * BYTES_OF_AN_OPEN;
    }

    private double cost(SnapshotState state) {
        return settings.costFactor() * ((double) state.snapshotBytes() + state.logBytes());
    }

    private static SnapshotDecision tooOld(SnapshotState state, long ageMs) {
        return roll(
                state,
                TOO_OLD + ageMs,
                () ->
                        "the oldest change waits since "
                                + Instant.ofEpochMilli(state.waitingSinceMs()));
    }

    private static SnapshotDecision roll(
            SnapshotState state, double priority, Supplier<String> why) {
        return new SnapshotDecision(true, priority, () -> describe(state) + ", " + why.get());
    }

    private static SnapshotDecision wait(SnapshotState state, Supplier<String> why) {
        return new SnapshotDecision(false, 0, () -> describe(state) + ", " + why.get());
    }

    private static String describe(SnapshotState state) {
        return state.of()
                + ": "
                + bytes(state.logBytes())
                + " of log behind a snapshot of "
                + bytes(state.snapshotBytes());
    }

    private static String demand(SnapshotState state) {
        Outlook outlook = state.outlook();
        if (outlook.probability() > 0 && state.nowMs() < outlook.windowEndMs()) {
            return String.format(
                    Locale.ROOT,
                    "request expected between %s and %s with probability %.2f",
                    Instant.ofEpochMilli(outlook.windowStartMs()),
                    Instant.ofEpochMilli(outlook.windowEndMs()),
                    outlook.probability());
        }
        return String.format(
                Locale.ROOT,
                "about %.2g requests a day expected",
                outlook.ratePerMs() * Duration.ofDays(1).toMillis());
    }

    static String bytes(long bytes) {
        return TraditionalBinaryPrefix.long2String(bytes, "B", bytes < 1024 ? 0 : 1);
    }

    private static String duration(long ms) {
        return Duration.ofMillis(ms).toString();
    }
}
