package io.foresnap.serving;

import io.foresnap.cache.CacheSettings;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.VirtualClock;
import java.io.Serializable;
import java.time.Duration;

/**
 * What the serving operators need to know.
 *
 * @param storage durable storage
 * @param clock the job's clock
 * @param cache of a serving node
 * @param threads per serving subtask
 * @param timeout after which a request fails as a whole
 * @param targetWait how long a request waits for the log to reach its target time, by the job's
 *     clock
 */
public record ServingSettings(
        StorageSettings storage,
        VirtualClock clock,
        CacheSettings cache,
        int threads,
        Duration timeout,
        Duration targetWait)
        implements Serializable {

    public ServingSettings {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "serving.threads must be positive, but is " + threads);
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "serving.timeout must be positive, but is " + timeout);
        }
        if (targetWait.isNegative()) {
            throw new IllegalArgumentException(
                    "serving.target-wait must not be negative, but is " + targetWait);
        }
    }
}
