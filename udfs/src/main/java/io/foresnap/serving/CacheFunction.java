package io.foresnap.serving;

import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Run;
import io.foresnap.event.VirtualClock;
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
 * <p>Nothing here is checkpointed: after a failure the cache is empty and requests are served from
 * durable storage until it fills again.
 */
public final class CacheFunction
        extends KeyedCoProcessFunction<String, RunChunk, ServeTask, ServeTask> {

    private static final long serialVersionUID = 1L;

    private final long cacheBytes;
    private final VirtualClock clock;
    private transient @Nullable RunCache cache;
    private transient Map<String, byte[]> assembling = new HashMap<>();

    /**
     * @param cacheBytes size of the node's cache
     * @param clock the job's clock
     */
    public CacheFunction(long cacheBytes, VirtualClock clock) {
        this.cacheBytes = cacheBytes;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        assembling = new HashMap<>();
        RunCache node = NodeCache.acquire(cacheBytes);
        node.addServingSubtask(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
        cache = node;
    }

    @Override
    public void processElement1(RunChunk chunk, Context context, Collector<ServeTask> out) {
        byte[] run = assemble(chunk);
        RunCache node = cache;
        if (run != null && node != null) {
            node.putPrefetched(
                    chunk.path(),
                    SnapshotBlocks.isOne(run) ? SnapshotBlocks.of(run) : Run.of(run),
                    chunk.sourceBytes(),
                    clock.machineMillisUntil(chunk.deadlineMs()));
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
