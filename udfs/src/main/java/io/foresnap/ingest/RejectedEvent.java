package io.foresnap.ingest;

import org.jspecify.annotations.Nullable;

/**
 * A record that is no change event; the archive goes on without it.
 *
 * @param topic its topic
 * @param partition its Kafka partition
 * @param offset its Kafka offset
 * @param reason what is wrong with it
 * @param value the record's value as text, shortened
 */
public record RejectedEvent(
        String topic, int partition, long offset, String reason, @Nullable String value) {

    /** Where it stands in Kafka: the same for every time it is read. */
    public String place() {
        return topic + "-" + partition + "-" + offset;
    }
}
