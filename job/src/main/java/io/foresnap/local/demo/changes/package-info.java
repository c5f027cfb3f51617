/**
 * Change events in Debezium's format for the tables of a workload, and their way into the archive.
 */
@NullMarked
package io.foresnap.local.demo.changes;

import org.jspecify.annotations.NullMarked;
