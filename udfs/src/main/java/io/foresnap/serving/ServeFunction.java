package io.foresnap.serving;

import io.foresnap.backup.PartitionBackup;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Storage;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.prefetch.Fetches;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Merges one partition, from the cache first, and writes its file into the staging folder. */
public final class ServeFunction extends StorageFunction<ServeTask, Served> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable RunCache cache;
    private transient @Nullable PartitionServing serving;
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
        RunCache node = NodeCache.acquire(settings.cache());
        cache = node;
        serving =
                new PartitionServing(
                        node,
                        fetches(),
                        settings.storage().placeholderMatcher(),
                        settings.storage().retry());
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("foresnap");
        CacheMetrics.register(group, node);
        metrics = new ServingMetrics(group);
        Fetches read = fetches();
        group.gauge("requestReadBytes", (Gauge<Long>) read::requestedBytes);
        group.gauge("readThroughs", (Gauge<Long>) read::readThroughs);
    }

    @Override
    Served work(Storage storage, ServeTask task) {
        PartitionServing partitions = serving;
        ServingMetrics counted = metrics;
        if (partitions == null || counted == null) {
            throw new IllegalStateException("not open");
        }
        try {
            PartitionBackup served = partitions.serve(storage, task);
            counted.served(served);
            return Served.written(task.attempt(), served);
        } catch (NotRestorableException e) {
            Served early = new Served(task.attempt(), null, reason(task, cause(e)), e.isEarly());
            if (againAfterMs(task, early) == 0) {
                counted.failed();
            }
            return early;
        } catch (IOException | RuntimeException e) {
            counted.failed();
            return failed(task, cause(e));
        } catch (OutOfMemoryError | StackOverflowError e) {
            // One partition that is too large for this machine must not take the others with it.
            counted.failed();
            return failed(task, "too large for this node: " + e);
        }
    }

    @Override
    Served tooLate(ServeTask task) {
        return failed(task, "it took longer than serving.timeout");
    }

    /** A row may have moved here from a partition whose log is behind: it is waited for. */
    @Override
    long againAfterMs(ServeTask task, Served served) {
        // By then it is given up: nobody must go on writing to its staging folder.
        Duration most =
                targetWait().compareTo(settings.timeout()) < 0 ? targetWait() : settings.timeout();
        return served.early() ? lookAgainMs(task.attempt().receivedMs(), most) : 0;
    }

    private static Served failed(ServeTask task, String reason) {
        return Served.failed(task.attempt(), reason(task, reason));
    }

    private static String reason(ServeTask task, String reason) {
        return "partition " + task.plan().partition() + ": " + reason;
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
