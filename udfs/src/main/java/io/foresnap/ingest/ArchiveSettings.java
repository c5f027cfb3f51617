package io.foresnap.ingest;

import io.foresnap.changelog.StorageSettings;
import java.io.Serializable;

/**
 * What the archiving operators need to know.
 *
 * @param storage durable storage
 * @param segmentBytes a segment is closed when its keys and rows have so many bytes
 * @param segmentEvents or when it has so many events
 * @param segmentAgeMs or so long after its first event came, milliseconds
 * @param redeliveryWindowMs how long source positions are remembered, milliseconds
 * @param markIntervalMs least time between two marks of a partition, milliseconds
 */
public record ArchiveSettings(
        StorageSettings storage,
        long segmentBytes,
        int segmentEvents,
        long segmentAgeMs,
        long redeliveryWindowMs,
        long markIntervalMs)
        implements Serializable {}
