package io.foresnap.ingest;

import org.jspecify.annotations.Nullable;

/**
 * A record as it came from Kafka.
 *
 * @param topic its topic
 * @param partition its Kafka partition
 * @param offset its Kafka offset
 * @param key null for a table without key, and for a truncate
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // Opaque bytes; never compared as values.
public record SourceRecord(
        String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {}
