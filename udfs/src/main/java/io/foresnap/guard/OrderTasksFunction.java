package io.foresnap.guard;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.metrics.OrderMetrics;
import io.foresnap.ranking.PrefetchTask;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a prefetch task of each partition that a due order is about; which those are, the listing
 * says. An order that cannot be listed now is due again at the next tick.
 */
public final class OrderTasksFunction extends RichAsyncFunction<TableOrder, PrefetchTask> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(OrderTasksFunction.class);

    private final StorageSettings settings;
    private transient @Nullable Storage storage;
    private transient @Nullable ExecutorService thread;
    private transient OrderMetrics metrics;

    /**
     * @param settings where the change log is
     */
    public OrderTasksFunction(StorageSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) throws IOException {
        storage = settings.open();
        metrics = new OrderMetrics(getRuntimeContext().getMetricGroup());
        thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread made = new Thread(task, "foresnap-orders");
                            made.setDaemon(true);
                            return made;
                        });
    }

    @Override
    public void asyncInvoke(TableOrder order, ResultFuture<PrefetchTask> result) {
        ExecutorService pool = thread;
        if (pool == null) {
            throw new IllegalStateException("not open");
        }
        try {
            pool.execute(() -> result.complete(tasks(order)));
        } catch (RejectedExecutionException closing) {
            result.complete(List.of());
        }
    }

    private List<PrefetchTask> tasks(TableOrder order) {
        try {
            List<PrefetchTask> tasks =
                    partitions(order).stream().map(partition -> task(order, partition)).toList();
            metrics.ordered(tasks.size());
            return tasks;
        } catch (IOException | RuntimeException e) {
            metrics.failed();
            LOG.warn("Cannot list the partitions of {}", order.table(), e);
            return List.of();
        }
    }

    private List<Integer> partitions(TableOrder order) throws IOException {
        Storage open = storage;
        if (order.partition() != ControlCommand.ALL) {
            return List.of(order.partition());
        }
        if (open == null) {
            return List.of();
        }
        return Catalog.partitions(open, order.table());
    }

    private static PrefetchTask task(TableOrder order, int partition) {
        return PrefetchTask.ordered(order.table(), partition, order.tickMs(), order.deadlineMs());
    }

    @Override
    public void timeout(TableOrder order, ResultFuture<PrefetchTask> result) {
        metrics.failed();
        result.complete(List.of());
    }

    @Override
    public void close() throws IOException {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }
}
