package io.foresnap.ingest;

import io.foresnap.event.TablePartition;

/**
 * How far a partition has to be read to hold everything that was committed up to a time.
 *
 * @param of the partition
 * @param partitions how many the table has
 * @param begin the first offset that Kafka still has
 * @param last offset of the newest record, -1 when there is none
 * @param completeMs once {@code last} is read, everything committed up to this time is; epoch
 *     milliseconds, {@link Long#MIN_VALUE} when nothing is known
 */
public record ReadUpTo(TablePartition of, int partitions, long begin, long last, long completeMs) {}
