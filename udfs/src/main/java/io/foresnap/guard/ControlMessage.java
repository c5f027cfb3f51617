package io.foresnap.guard;

/**
 * A message of the control topic, as it came.
 *
 * @param bytes its value
 * @param offset where it stands in its Kafka partition
 */
public record ControlMessage(byte[] bytes, String topic, int partition, long offset) {}
