package io.foresnap.serving;

/**
 * A request as it came from Kafka.
 *
 * @param value the message
 * @param topic its topic
 * @param partition its Kafka partition
 * @param offset its Kafka offset
 * @param timestampMs Kafka's time of it, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // Opaque bytes; never compared as values.
public record RawRequest(
        byte[] value, String topic, int partition, long offset, long timestampMs) {}
