package io.foresnap.serving;

import io.foresnap.backup.Backups;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.backup.PartitionWriter;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Merges one partition, from the cache first, and writes its file into the staging folder. */
public final class ServeFunction extends StorageFunction<ServeTask, Served> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable RunCache cache;
    private transient @Nullable Placeholders placeholders;
    private transient @Nullable ServingMetrics metrics;

    /**
     * @param settings what the serving operators need to know
     */
    public ServeFunction(ServingSettings settings) {
        super(settings);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        placeholders = settings.storage().placeholderMatcher();
        RunCache node = NodeCache.acquire(settings.cache());
        cache = node;
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("foresnap");
        CacheMetrics.register(group, node);
        metrics = new ServingMetrics(group);
    }

    @Override
    Served work(Storage storage, ServeTask task) {
        RunCache node = cache;
        Placeholders filled = placeholders;
        ServingMetrics counted = metrics;
        if (node == null || filled == null || counted == null) {
            throw new IllegalStateException("not open");
        }
        try {
            PartitionBackup written = write(storage, task, node, filled);
            counted.served(written);
            return new Served(task.attempt(), written, null);
        } catch (IOException | RuntimeException e) {
            counted.failed();
            return failed(task, cause(e));
        } catch (OutOfMemoryError | StackOverflowError e) {
            // One partition that is too large for this machine must not take the others with it.
            counted.failed();
            return failed(task, "too large for this node: " + e);
        }
    }

    /**
     * A file that is gone was retired by retention after this was planned, and its lease was lost:
     * a plan of what is there now makes the same rows.
     */
    private PartitionBackup write(
            Storage storage, ServeTask task, RunCache node, Placeholders filled)
            throws IOException {
        try {
            return write(storage, task, task.plan(), node, filled);
        } catch (FileNotFoundException gone) {
            return write(storage, task, planAgain(storage, task, gone), node, filled);
        }
    }

    private PartitionPlan planAgain(Storage storage, ServeTask task, FileNotFoundException gone)
            throws IOException {
        TablePartition of =
                new TablePartition(task.attempt().request().table(), task.plan().partition());
        Planner planner =
                settings.storage().retry().run("list " + of, () -> Planner.list(storage, of));
        try {
            PartitionPlan again = planner.plan(task.plan().targetMs());
            if (!again.equals(task.plan())) {
                return again;
            }
        } catch (NotRestorableException e) {
            gone.addSuppressed(e);
        }
        throw gone;
    }

    private PartitionBackup write(
            Storage storage, ServeTask task, PartitionPlan plan, RunCache node, Placeholders filled)
            throws IOException {
        ServeTask.Attempt attempt = task.attempt();
        String table = attempt.request().table();
        Path staging =
                new Backups(storage).staging(table, attempt.request().requestId(), attempt.id());
        // Each try starts with a fresh source: a merge that broke off has used up its cursors.
        return settings.storage()
                .retry()
                .run(
                        "write partition " + plan.partition() + " of " + table,
                        () -> {
                            CachedSource source =
                                    new CachedSource(
                                            node,
                                            storage,
                                            new SegmentReader(filled),
                                            Retry.NEVER,
                                            plan);
                            return new PartitionWriter(storage, filled)
                                    .write(staging, table, plan, source, source);
                        });
    }

    @Override
    Served tooLate(ServeTask task) {
        return failed(task, "it took longer than serving.timeout");
    }

    private static Served failed(ServeTask task, String reason) {
        return new Served(
                task.attempt(), null, "partition " + task.plan().partition() + ": " + reason);
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            if (cache != null) {
                cache = null;
                NodeCache.release();
            }
        }
    }
}
