package io.foresnap.prefetch;

import io.foresnap.cache.TaskManagerScoped;
import io.foresnap.ranking.PrefetchTask;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands prefetch tasks to the TaskManager's workers and emits what they fetch. */
public final class PrefetchFunction extends RichAsyncFunction<PrefetchTask, PrefetchOutput> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PrefetchFunction.class);
    private static final TaskManagerScoped<Prefetcher> WORKERS = new TaskManagerScoped<>();

    private final PrefetchSettings settings;
    private transient @Nullable Prefetcher prefetcher;
    private transient @Nullable Set<ResultFuture<PrefetchOutput>> open;
    private transient int subtask;

    /**
     * @param settings what the workers need to know
     */
    public PrefetchFunction(PrefetchSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        Prefetcher workers = WORKERS.acquire(() -> new Prefetcher(settings, NodeFetches.acquire()));
        prefetcher = workers;
        subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        open = ConcurrentHashMap.newKeySet();
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("foresnap");
        group.gauge("queueLength", (Gauge<Integer>) workers::queueLength);
        group.gauge("bytesUnderWay", (Gauge<Long>) workers::bytesUnderWay);
        group.gauge("prefetchReadBytes", (Gauge<Long>) workers::readBytes);
    }

    @Override
    public void asyncInvoke(PrefetchTask task, ResultFuture<PrefetchOutput> result) {
        Prefetcher workers = prefetcher;
        Set<ResultFuture<PrefetchOutput>> waiting = open;
        if (workers == null || waiting == null) {
            throw new IllegalStateException("not open");
        }
        if (task.isHalt()) {
            workers.halt();
            result.complete(List.of());
            return;
        }
        waiting.add(result);
        // Prefetch and Serve have one key and one parallelism: the subtask that answers for this
        // partition has this subtask's number.
        workers.submit(
                task,
                subtask,
                outputs -> {
                    if (!waiting.remove(result) || !complete(result, outputs)) {
                        workers.left(outputs);
                    }
                });
    }

    /**
     * The workers outlive each subtask but the last: one that has closed takes nothing any more,
     * which must not end a worker nor stop the last subtask from closing them.
     */
    private static boolean complete(
            ResultFuture<PrefetchOutput> result, List<PrefetchOutput> outputs) {
        try {
            result.complete(outputs);
            return true;
        } catch (RejectedExecutionException closed) {
            LOG.debug("The subtask of a prefetch task has closed", closed);
            return false;
        }
    }

    @Override
    public void timeout(PrefetchTask task, ResultFuture<PrefetchOutput> result) {
        Set<ResultFuture<PrefetchOutput>> waiting = open;
        // Whatever a worker brings now is late: nobody would take it.
        if (waiting != null && waiting.remove(result)) {
            result.complete(List.of(PrefetchQueue.reportOf(task, PrefetchReport.Outcome.LATE)));
        }
    }

    /** A chunk has left this TaskManager's workers for a serving node. */
    static void left(PrefetchOutput chunk) {
        Prefetcher workers = WORKERS.current();
        if (workers != null) {
            workers.left(List.of(chunk));
        }
    }

    @Override
    public void close() {
        if (prefetcher != null) {
            prefetcher = null;
            WORKERS.release(
                    workers -> {
                        workers.close();
                        NodeFetches.release();
                    });
        }
    }
}
