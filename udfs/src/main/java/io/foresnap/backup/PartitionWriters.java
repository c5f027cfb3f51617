package io.foresnap.backup;

import io.foresnap.changelog.Failures;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.StorageSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;

/**
 * Writes the partitions of a backup straight from durable storage, several at a time: as many as
 * there are threads, and no more than memory holds the changes of.
 */
final class PartitionWriters implements AutoCloseable {

    private static final long MIB = 1 << 20;

    /** How much larger a segment is as a run, and while it is being sorted, than as a file. */
    private static final int EXPANSION = 12;

    private final Storage storage;
    private final Placeholders placeholders;
    private final int memoryMib;
    private final Semaphore memory;
    private final ExecutorService partitions;
    private final ExecutorService decoders;

    /**
     * @param threads how many partitions are merged, and how many segments decoded, at a time
     * @param memoryBytes what the changes of the partitions in work may take together; a partition
     *     that needs more is merged alone
     */
    PartitionWriters(Storage storage, Placeholders placeholders, int threads, long memoryBytes) {
        this.storage = storage;
        this.placeholders = placeholders;
        this.memoryMib = (int) Math.max(1, Math.min(Integer.MAX_VALUE, memoryBytes / MIB));
        this.memory = new Semaphore(memoryMib, true);
        this.partitions = Executors.newFixedThreadPool(threads);
        this.decoders = Executors.newFixedThreadPool(threads);
    }

    /** As many as the machine has processors, in half of the heap. */
    static PartitionWriters ofThisMachine(Storage storage, Placeholders placeholders) {
        Runtime machine = Runtime.getRuntime();
        return new PartitionWriters(
                storage, placeholders, machine.availableProcessors(), machine.maxMemory() / 2);
    }

    /**
     * Writes every partition's file into a folder. When one fails, those not yet begun are left
     * out; nothing is written any more once this has returned or thrown.
     */
    List<PartitionBackup> write(Path folder, String table, List<PartitionPlan> plans)
            throws IOException {
        List<Future<PartitionBackup>> running = new ArrayList<>();
        for (PartitionPlan plan : plans) {
            running.add(partitions.submit(() -> write(folder, table, plan)));
        }
        List<PartitionBackup> written = new ArrayList<>();
        try {
            for (Future<PartitionBackup> partition : running) {
                written.add(partition.get());
            }
            return written;
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while partitions were written");
        } finally {
            running.forEach(partition -> partition.cancel(false));
            close();
        }
    }

    private PartitionBackup write(Path folder, String table, PartitionPlan plan)
            throws IOException, InterruptedException {
        long bytes = plan.segments().stream().mapToLong(SegmentFile::bytes).sum() * EXPANSION;
        int share = (int) Math.max(1, Math.min(memoryMib, bytes / MIB));
        memory.acquire(share);
        try {
            return new PartitionWriter(storage, placeholders)
                    .write(
                            folder,
                            table,
                            plan,
                            new StorageSource(storage, new SegmentReader(placeholders), decoders),
                            PartitionWriter.Accounting.NOTHING_CACHED);
        } finally {
            memory.release(share);
        }
    }

    /** Waits for what has been begun: its files must not appear after the folder is gone. */
    @Override
    public void close() {
        partitions.shutdown();
        boolean interrupted = false;
        while (!partitions.isTerminated()) {
            try {
                partitions.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        decoders.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
