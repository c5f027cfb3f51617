package io.foresnap.prefetch;

import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.ranking.PrefetchTask;

/**
 * Asks the node's cache before something is fetched for it, and tells it what is predicted. A cache
 * on another node cannot be asked: it learns of a prediction by what arrives.
 */
final class NodeAdmission {

    private NodeAdmission() {}

    /** Whether what a task would fetch is not worth it by how much was fetched in vain lately. */
    static boolean refuses(PrefetchTask task, PartitionPlan plan, int subtask) {
        RunCache node = NodeCache.current();
        if (node == null || !node.serves(subtask)) {
            return false;
        }
        TablePartition of = new TablePartition(task.table(), task.partition());
        if (task.urgent()) {
            node.announced(of, task.probability(), plan.bytes());
        } else {
            node.predicted(of, task.probability(), task.tickMs(), plan.bytes());
        }
        // What operators order is no guess that could be wrong.
        return !task.isOrdered()
                && !node.isWorthFetching(task.probability(), missing(node, plan), plan.bytes());
    }

    private static long missing(RunCache node, PartitionPlan plan) {
        long missing = bytes(node, plan.snapshot().path(), plan.snapshot().bytes());
        for (SegmentFile segment : plan.segments()) {
            missing += bytes(node, segment.path(), segment.bytes());
        }
        return missing;
    }

    private static long bytes(RunCache node, String path, long bytes) {
        return node.contains(path) ? 0 : bytes;
    }
}
