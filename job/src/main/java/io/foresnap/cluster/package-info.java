/**
 * A cluster of separate processes on this machine, as its operators would have it on many: HDFS,
 * Kafka, ZooKeeper and Flink from their released artifacts, and the client's side of submitting,
 * stopping and resuming the jobs.
 */
@NullMarked
package io.foresnap.cluster;

import org.jspecify.annotations.NullMarked;
