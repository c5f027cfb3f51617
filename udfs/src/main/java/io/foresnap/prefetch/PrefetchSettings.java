package io.foresnap.prefetch;

import io.foresnap.cache.CacheSettings;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.VirtualClock;
import java.io.Serializable;
import java.time.Duration;

/**
 * What the prefetch workers need to know.
 *
 * @param storage durable storage
 * @param clock the job's clock
 * @param queueCapacity most tasks waiting
 * @param workerCount threads per TaskManager
 * @param cache of a serving node
 * @param refreshInterval how often it is looked for newly closed segments, by the clock
 * @param bandwidth bytes that the workers of a TaskManager read in a second at most; 0 for no limit
 */
public record PrefetchSettings(
        StorageSettings storage,
        VirtualClock clock,
        int queueCapacity,
        int workerCount,
        CacheSettings cache,
        Duration refreshInterval,
        long bandwidth)
        implements Serializable {

    public PrefetchSettings {
        if (queueCapacity < 0) {
            throw new IllegalArgumentException(
                    "prefetch.queue-capacity must not be negative, but is " + queueCapacity);
        }
        if (workerCount < 1) {
            throw new IllegalArgumentException(
                    "prefetch.worker-count must be positive, but is " + workerCount);
        }
        if (bandwidth < 0) {
            throw new IllegalArgumentException(
                    "prefetch.bandwidth must not be negative, but is " + bandwidth);
        }
    }
}
