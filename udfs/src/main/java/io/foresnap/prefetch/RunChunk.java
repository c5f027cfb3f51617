package io.foresnap.prefetch;

import io.foresnap.event.TablePartition;
import io.foresnap.ranking.PrefetchTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of a run on its way to the serving node: large records would be spilled to disk by the
 * network stack.
 *
 * @param table table id
 * @param partition partition number
 * @param path the durable file the run was made of
 * @param sourceBytes that file's size
 * @param index number of this chunk, from 0
 * @param count how many chunks the run has
 * @param totalBytes size of the run
 * @param bytes this chunk's part of it
 * @param deadlineMs end of the window the run was fetched for, epoch milliseconds of the job's
 *     clock
 * @param probability of a request in that window
 * @param urgent whether it is on no list: see {@link PrefetchTask#urgent()}
 */
@SuppressWarnings("ArrayRecordComponent") // Opaque bytes; chunks are never compared as values.
public record RunChunk(
        String table,
        int partition,
        String path,
        long sourceBytes,
        int index,
        int count,
        int totalBytes,
        byte[] bytes,
        long deadlineMs,
        double probability,
        boolean urgent) {

    /** Network buffers stay small and no chunk is spilled. */
    static final int CHUNK_BYTES = 1 << 20;

    /** Cuts a run into chunks. */
    static List<RunChunk> cut(PrefetchTask task, String path, long sourceBytes, byte[] run) {
        int count = Math.max(1, (run.length + CHUNK_BYTES - 1) / CHUNK_BYTES);
        List<RunChunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = i * CHUNK_BYTES;
            byte[] part = Arrays.copyOfRange(run, from, Math.min(run.length, from + CHUNK_BYTES));
            chunks.add(
                    new RunChunk(
                            task.table(),
                            task.partition(),
                            path,
                            sourceBytes,
                            i,
                            count,
                            run.length,
                            part,
                            task.deadlineMs(),
                            task.probability(),
                            task.urgent()));
        }
        return chunks;
    }

    /** The key by which chunks and serving tasks of a partition meet. */
    public String key() {
        return new TablePartition(table, partition).key();
    }
}
