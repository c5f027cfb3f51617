package io.foresnap.serving;

import io.foresnap.cache.CacheSettings;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Run;
import io.foresnap.event.TablePartition;
import io.foresnap.prefetch.RunChunk;
import io.foresnap.snapshot.SnapshotBlocks;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Where cached segments and serving tasks of a partition meet: chunks are put together and go into
 * the node's cache, tasks pass through to Serve, which is chained behind and looks there first.
 *
 * <p>Nothing here is checkpointed: after a failure there is what the disk tier kept, and requests
 * are served from durable storage until the cache fills again.
 */
public final class CacheFunction
        extends KeyedCoProcessFunction<String, RunChunk, ServeTask, ServeTask> {

    private static final long serialVersionUID = 1L;

    private final CacheSettings settings;
    private transient @Nullable RunCache cache;
    private transient Map<String, byte[]> assembling = new HashMap<>();

    /**
     * @param settings of the node's cache
     */
    public CacheFunction(CacheSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        assembling = new HashMap<>();
        RunCache node = NodeCache.acquire(settings);
        node.addServingSubtask(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
        cache = node;
    }

    @Override
    public void processElement1(RunChunk chunk, Context context, Collector<ServeTask> out) {
        byte[] run = assemble(chunk);
        RunCache node = cache;
        if (run != null && node != null) {
            // The workers that fetched it may run on another node, and this one not know of it.
            TablePartition of = new TablePartition(chunk.table(), chunk.partition());
            if (chunk.urgent()) {
                node.announced(of, chunk.probability(), 0);
            } else {
                long tickMs = settings.tickOf(chunk.deadlineMs());
                node.predicted(of, chunk.probability(), tickMs, 0);
            }
            node.putPrefetched(
                    chunk.path(),
                    SnapshotBlocks.isOne(run) ? SnapshotBlocks.of(run) : Run.of(run),
                    chunk.sourceBytes(),
                    settings.clock().machineMillisUntil(chunk.deadlineMs()));
        }
    }

    /**
     * The whole run with its last chunk. Chunks of a run come in order: one sender, one channel.
     */
    private byte @Nullable [] assemble(RunChunk chunk) {
        if (chunk.count() == 1) {
            return chunk.bytes();
        }
        if (chunk.index() == 0) {
            assembling.put(chunk.path(), new byte[chunk.totalBytes()]);
        }
        byte[] run = assembling.get(chunk.path());
        if (run == null) {
            // Its beginning was sent before a failure.
            return null;
        }
        int at =
                chunk.index() == chunk.count() - 1
                        ? run.length - chunk.bytes().length
                        : chunk.index() * chunk.bytes().length;
        System.arraycopy(chunk.bytes(), 0, run, at, chunk.bytes().length);
        return chunk.index() == chunk.count() - 1 ? assembling.remove(chunk.path()) : null;
    }

    @Override
    public void processElement2(ServeTask task, Context context, Collector<ServeTask> out) {
        RunCache node = cache;
        if (node != null) {
            node.requested(task.of(), task.plan().bytes());
        }
        out.collect(task);
    }

    @Override
    public void close() {
        if (cache != null) {
            cache = null;
            NodeCache.release();
        }
    }
}
