/**
 * From Kafka into the change log, exactly once.
 *
 * <p>One Kafka partition is one table partition, and its offsets are the log's. {@code Parse} turns
 * records into arrivals; {@code Archive}, keyed by partition, holds them in checkpointed state
 * until a segment is due and writes it under a hidden name; {@code Publish} makes it visible once
 * the checkpoint that covers it is complete. So whatever dies and comes back, a file in the log is
 * never written again under another name: before that checkpoint nobody has seen it, behind it its
 * name is fixed. A publisher that was declared dead but still works renames the same file to the
 * same name.
 *
 * <p>What was held back is in Flink's state rather than in a file that is appended to: it needs
 * nothing of the file system but an atomic rename, so object stores serve as well.
 */
@org.jspecify.annotations.NullMarked
package io.foresnap.ingest;
