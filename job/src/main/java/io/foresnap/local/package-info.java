/**
 * Everything a cluster would provide, inside one JVM: HDFS, a Kafka broker, a Flink cluster with
 * its dashboard, and a reader of the job's metrics. Used by the demonstration and by tests;
 * production code never imports it.
 */
@NullMarked
package io.foresnap.local;

import org.jspecify.annotations.NullMarked;
