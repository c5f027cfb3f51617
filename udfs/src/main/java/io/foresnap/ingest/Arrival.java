package io.foresnap.ingest;

import io.foresnap.archive.DebeziumEvent;
import io.foresnap.event.TablePartition;
import org.jspecify.annotations.Nullable;

/**
 * One offset of a partition's log, read.
 *
 * @param of the partition
 * @param topic where it was read
 * @param offset its Kafka offset
 * @param event what stands there, or null where nothing is to be kept (tombstones, what is no
 *     event)
 */
public record Arrival(
        TablePartition of, String topic, long offset, @Nullable DebeziumEvent event) {}
