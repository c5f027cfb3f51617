package io.foresnap.backup;

import io.foresnap.merge.PartitionPlan;
import java.util.List;

/**
 * Which files rebuild a table, or some partitions of it, at one common target time.
 *
 * @param table table id
 * @param targetMs the target time of every partition, epoch milliseconds
 * @param partitions a plan for each partition, ascending
 */
public record TablePlan(String table, long targetMs, List<PartitionPlan> partitions) {}
