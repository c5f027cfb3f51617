package io.foresnap.prefetch;

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
 * @param cacheBytes size of a serving node's cache
 * @param window the time a prediction is about
 */
public record PrefetchSettings(
        StorageSettings storage,
        VirtualClock clock,
        int queueCapacity,
        int workerCount,
        long cacheBytes,
        Duration window)
        implements Serializable {}
