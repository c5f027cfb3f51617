/**
 * Change events from the files that Kafka Connect's HDFS sink writes: Avro containers of record
 * values, {@code <topic>/partition=<n>/<topic>+<n>+<start>+<end>.avro}.
 *
 * <p>The events get offsets of the import's own and not Kafka's: without the tombstones' offsets
 * Kafka's would be full of holes that cannot be told from lost events, and rows of one table are
 * spread anew over the table's own number of partitions. Events are known again by their source
 * position, so the whole folder can be imported again and again as it grows.
 */
@NullMarked
package io.foresnap.connect;

import org.jspecify.annotations.NullMarked;
