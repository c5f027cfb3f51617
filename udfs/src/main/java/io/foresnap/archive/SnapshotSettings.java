package io.foresnap.archive;

import io.foresnap.options.SnapshotMode;
import java.io.Serializable;
import java.time.Duration;

/**
 * When and how snapshots are rolled forward.
 *
 * @param mode what decides
 * @param interval between snapshots of a partition; counts in {@link SnapshotMode#INTERVAL} only
 * @param checkInterval how often every partition is looked at
 * @param maxAge longest time that a change waits for a snapshot that contains it
 * @param minLogBytes a shorter log is not worth a snapshot, unless it is older than {@code maxAge}
 * @param costFactor how many bytes of replayed log a byte of snapshot work must save
 * @param parallelism snapshots that one subtask makes at the same time
 */
public record SnapshotSettings(
        SnapshotMode mode,
        Duration interval,
        Duration checkInterval,
        Duration maxAge,
        long minLogBytes,
        double costFactor,
        int parallelism)
        implements Serializable {

    public SnapshotSettings {
        positive("snapshot.interval", interval);
        positive("snapshot.check-interval", checkInterval);
        positive("snapshot.max-age", maxAge);
        if (!(costFactor > 0) || Double.isInfinite(costFactor)) {
            throw new IllegalArgumentException(
                    "snapshot.cost-factor must be positive, but is " + costFactor);
        }
        if (parallelism < 1) {
            throw new IllegalArgumentException(
                    "snapshot.parallelism must be positive, but is " + parallelism);
        }
    }

    private static void positive(String key, Duration value) {
        if (value.toMillis() <= 0) {
            throw new IllegalArgumentException(key + " must be positive, but is " + value);
        }
    }
}
