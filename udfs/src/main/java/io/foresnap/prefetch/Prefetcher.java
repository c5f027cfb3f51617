package io.foresnap.prefetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.TablePartition;
import io.foresnap.event.VirtualClock;
import io.foresnap.lease.LeaseHolder;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.prefetch.PrefetchReport.Outcome;
import io.foresnap.ranking.PrefetchTask;
import io.foresnap.snapshot.SnapshotBlocks;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prefetch workers of a TaskManager: threads that take the most likely task, list what its
 * partition would need for the expected target time, fetch what the serving node does not have,
 * verify and sort it.
 */
final class Prefetcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

    /** A chunk reaches the cache well within this; until then it counts as there. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(2);

    private final Storage storage;
    private final LeaseHolder lease;
    private final Retry retry;
    private final VirtualClock clock;
    private final SegmentReader reader;
    private final long largestFile;
    private final PrefetchBudget budget;
    private final PrefetchQueue queue;
    private final ExecutorService workers;
    private final Cache<String, Boolean> inFlight =
            Caffeine.newBuilder().expireAfterWrite(IN_FLIGHT).build();

    /** What is being read now: the next refresh of the list may come before it is done. */
    private final Set<String> reading = ConcurrentHashMap.newKeySet();

    /**
     * What was sent to serving nodes elsewhere, whose cache cannot be seen from here, and the end
     * of the window that it is kept there for.
     */
    private final Cache<String, Long> sentElsewhere =
            Caffeine.newBuilder().maximumSize(1_000_000).build();

    Prefetcher(
            StorageSettings settings,
            VirtualClock clock,
            int queueCapacity,
            int workerCount,
            long cacheBytes) {
        try {
            this.storage = settings.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.lease = LeaseHolder.open(storage);
        Placeholders placeholders = settings.placeholderMatcher();
        this.retry = settings.retry();
        this.clock = clock;
        this.reader = new SegmentReader(placeholders);
        this.largestFile = RunCache.largestFile(cacheBytes);
        this.budget = new PrefetchBudget(cacheBytes);
        this.queue = new PrefetchQueue(queueCapacity);
        this.workers =
                Executors.newFixedThreadPool(
                        workerCount,
                        task -> {
                            Thread thread = new Thread(task, "foresnap-prefetch");
                            thread.setDaemon(true);
                            return thread;
                        });
        for (int i = 0; i < workerCount; i++) {
            workers.execute(this::work);
        }
    }

    /**
     * Queues a task.
     *
     * @param subtask the serving subtask that answers for its partition
     * @param done takes its chunks and its report, once
     */
    void submit(PrefetchTask task, int subtask, Consumer<List<PrefetchOutput>> done) {
        queue.offer(task, subtask, done);
    }

    /** Forgets what waits; what is being fetched goes on. */
    void halt() {
        queue.dropWaiting();
    }

    int queueLength() {
        return queue.length();
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            PrefetchQueue.Waiting next;
            try {
                next = queue.take();
            } catch (InterruptedException closing) {
                return;
            }
            try {
                next.done().accept(run(next));
            } catch (RuntimeException e) {
                // The subtask that asked has ended; the worker serves the others.
                LOG.debug("Nobody takes what was prefetched for {}", next.task().table(), e);
            }
        }
    }

    private List<PrefetchOutput> run(PrefetchQueue.Waiting waiting) {
        PrefetchTask task = waiting.task();
        if (clock.nowMs() >= task.deadlineMs()) {
            return List.of(PrefetchQueue.reportOf(task, Outcome.LATE));
        }
        List<PrefetchOutput> outputs = new ArrayList<>();
        try (LeaseHolder.Reading reading = lease.begin()) {
            return fetch(task, waiting.subtask(), outputs);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Memory, too: a partition that is too large to prefetch must not end the worker.
            LOG.warn("Cannot prefetch {}/{}", task.table(), task.partition(), e);
            // What was fetched before the failure is good and already on its way.
            outputs.add(report(task, Outcome.FAILED, 0, 0, Retry.reason(e)));
            return outputs;
        }
    }

    private List<PrefetchOutput> fetch(PrefetchTask task, int subtask, List<PrefetchOutput> outputs)
            throws IOException {
        TablePartition of = new TablePartition(task.table(), task.partition());
        Planner planner = retry.run("list " + of, () -> Planner.list(storage, of));
        PartitionPlan plan = planner.planTowards(task.targetMs());
        if (!budget.admits(task.tickMs(), task.round(), plan.bytes())) {
            return List.of(PrefetchQueue.reportOf(task, Outcome.NO_ROOM));
        }
        int files = 0;
        long bytes = 0;
        SnapshotFile snapshot = plan.snapshot();
        if (isMissing(task, snapshot.path(), snapshot.bytes(), subtask)
                && send(task, snapshot.path(), snapshot.bytes(), () -> read(snapshot), outputs)) {
            files++;
            bytes += snapshot.bytes();
        }
        for (SegmentFile segment : plan.segments()) {
            if (isMissing(task, segment.path(), segment.bytes(), subtask)
                    && send(
                            task,
                            segment.path(),
                            segment.bytes(),
                            () -> reader.read(storage, segment),
                            outputs)) {
                files++;
                bytes += segment.bytes();
            }
        }
        outputs.add(
                report(task, files == 0 ? Outcome.CACHED : Outcome.FETCHED, files, bytes, null));
        return outputs;
    }

    private SnapshotBlocks read(SnapshotFile snapshot) throws IOException {
        return Snapshots.decode(snapshot, storage.readAll(snapshot.path(), snapshot.bytes()));
    }

    private boolean isMissing(PrefetchTask task, String path, long bytes, int subtask) {
        if (bytes > largestFile) {
            return false;
        }
        RunCache node = NodeCache.current();
        if (node == null || !node.serves(subtask)) {
            Long keptUntil = sentElsewhere.getIfPresent(path);
            return keptUntil == null || clock.nowMs() >= keptUntil;
        }
        if (node.contains(path)) {
            // Arrived: should it be evicted from now on, it is missing at once.
            inFlight.invalidate(path);
            node.keepFor(path, clock.machineMillisUntil(task.deadlineMs()));
            return false;
        }
        return inFlight.getIfPresent(path) == null;
    }

    /** Reads a file and sends it, unless another worker is reading it. */
    private boolean send(
            PrefetchTask task,
            String path,
            long sourceBytes,
            Retry.Operation<? extends CachedFile> read,
            List<PrefetchOutput> outputs)
            throws IOException {
        if (!reading.add(path)) {
            return false;
        }
        try {
            CachedFile run = retry.run("read " + path, read);
            budget.learn(sourceBytes, run.sizeInBytes());
            inFlight.put(path, true);
            sentElsewhere.put(path, task.deadlineMs());
            TablePartition of = new TablePartition(task.table(), task.partition());
            RunChunk.cut(of, path, sourceBytes, run.bytes(), task.deadlineMs())
                    .forEach(chunk -> outputs.add(new PrefetchOutput(null, chunk)));
            return true;
        } finally {
            reading.remove(path);
        }
    }

    private static PrefetchOutput report(
            PrefetchTask task, Outcome outcome, int files, long bytes, @Nullable String reason) {
        return new PrefetchOutput(
                new PrefetchReport(
                        task.table(),
                        task.partition(),
                        task.probability(),
                        task.tickMs(),
                        task.round(),
                        outcome,
                        files,
                        bytes,
                        reason),
                null);
    }

    @Override
    public void close() {
        queue.close();
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Prefetch workers still wait for storage; left to end by themselves");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lease.close();
        try {
            storage.close();
        } catch (IOException e) {
            LOG.warn("Cannot close storage", e);
        }
    }
}
