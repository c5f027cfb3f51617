package io.foresnap.prefetch;

import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.event.VirtualClock;
import io.foresnap.lease.LeaseHolder;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.prefetch.PrefetchReport.Outcome;
import io.foresnap.ranking.PrefetchTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prefetch workers of a TaskManager: threads that take the most valued task, list what its
 * partition would need for the expected target time, fetch what the serving node does not have,
 * verify and sort it.
 */
final class Prefetcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

    /** What is read at once after a while without reading: a tenth of a second's bytes. */
    private static final int BURST_PART = 10;

    private final Storage storage;
    private final LeaseHolder lease;
    private final Retry retry;
    private final VirtualClock clock;
    private final SegmentReader reader;
    private final PrefetchBudget budget;
    private final PrefetchQueue queue;
    private final ServingNodes nodes;
    private final DoneLately doneLately;
    private final BytesUnderWay underWay;
    private final Fetches fetches;
    private final @Nullable TokenBucket cap;
    private final ExecutorService workers;

    /**
     * Starts the workers.
     *
     * @param fetches what this TaskManager reads
     */
    Prefetcher(PrefetchSettings settings, Fetches fetches) {
        try {
            this.storage = settings.storage().open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.lease = LeaseHolder.open(storage);
        this.retry = settings.storage().retry();
        this.clock = settings.clock();
        this.reader = new SegmentReader(settings.storage().placeholderMatcher());
        this.budget = new PrefetchBudget(settings.cache());
        this.queue = new PrefetchQueue(settings.queueCapacity());
        long refreshMs = settings.refreshInterval().toMillis();
        this.nodes = new ServingNodes(clock, refreshMs, settings.cache().memoryBytes());
        this.doneLately = new DoneLately(clock, refreshMs);
        this.underWay = BytesUnderWay.ofCache(settings.cache().memoryBytes());
        this.fetches = fetches;
        this.cap = cap(settings.bandwidth());
        this.workers =
                Executors.newFixedThreadPool(
                        settings.workerCount(),
                        task -> {
                            Thread thread = new Thread(task, "foresnap-prefetch");
                            thread.setDaemon(true);
                            return thread;
                        });
        for (int i = 0; i < settings.workerCount(); i++) {
            workers.execute(this::work);
        }
    }

    private static @Nullable TokenBucket cap(long bandwidth) {
        return bandwidth == 0
                ? null
                : new TokenBucket(
                        bandwidth, Math.max(1, bandwidth / BURST_PART), System.nanoTime());
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

    /** Bytes that have been fetched and wait for a serving node to take them. */
    long bytesUnderWay() {
        return underWay.bytes();
    }

    /** Bytes read from durable storage so far. */
    long readBytes() {
        return fetches.prefetchedBytes();
    }

    /** What was fetched has left, or nobody takes it any more. */
    void left(List<PrefetchOutput> outputs) {
        underWay.release(chunkBytes(outputs));
    }

    private static long chunkBytes(List<PrefetchOutput> outputs) {
        long bytes = 0;
        for (PrefetchOutput output : outputs) {
            RunChunk chunk = output.chunk();
            bytes += chunk == null ? 0 : chunk.bytes().length;
        }
        return bytes;
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            PrefetchQueue.Waiting next;
            try {
                next = queue.take();
            } catch (InterruptedException closing) {
                return;
            }
            List<PrefetchOutput> outputs = run(next);
            try {
                next.done().accept(outputs);
            } catch (RuntimeException | Error e) {
                // The subtask that asked has ended; the worker serves the others.
                LOG.debug("Nobody takes what was prefetched for {}", next.task().table(), e);
                left(outputs);
            }
        }
    }

    private List<PrefetchOutput> run(PrefetchQueue.Waiting waiting) {
        PrefetchTask task = waiting.task();
        if (isOver(task)) {
            return List.of(PrefetchQueue.reportOf(task, Outcome.LATE));
        }
        if (doneLately.covers(task)) {
            return List.of(PrefetchQueue.reportOf(task, Outcome.REPEATED));
        }
        List<PrefetchOutput> outputs = new ArrayList<>();
        try (LeaseHolder.Reading reading = lease.begin()) {
            return fetch(task, waiting.subtask(), outputs);
        } catch (IOException | RuntimeException | Error e) {
            // Errors, too: a partition that is too large to prefetch must not end the worker.
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
        if (NodeAdmission.refuses(task, plan, subtask)) {
            return List.of(PrefetchQueue.reportOf(task, Outcome.THROTTLED));
        }
        List<SourceFile> needed = filesOf(plan);
        List<PrefetchBudget.Need> needs = nodes.needs(needed, subtask);
        if (needs.isEmpty() || !hasRoom(task, needs)) {
            return List.of(PrefetchQueue.reportOf(task, Outcome.NO_ROOM));
        }
        List<SourceFile> missing =
                needed.stream().filter(file -> nodes.isMissing(task, file, subtask)).toList();
        if (missing.isEmpty()) {
            doneLately.add(task);
            return List.of(PrefetchQueue.reportOf(task, Outcome.CACHED));
        }
        long bytes = missing.stream().mapToLong(SourceFile::bytes).sum();
        if (comesTooLate(task, missing.size(), bytes)) {
            fetches.doubtSpeed();
            return List.of(PrefetchQueue.reportOf(task, Outcome.TOO_SLOW));
        }
        long expected = budget.expectedBytes(bytes);
        if (!underWay.acquire(expected, () -> isOver(task))) {
            return List.of(PrefetchQueue.reportOf(task, Outcome.LATE));
        }
        try {
            outputs.add(fetch(task, subtask, missing, outputs));
        } finally {
            underWay.release(expected - chunkBytes(outputs));
        }
        return outputs;
    }

    private boolean hasRoom(PrefetchTask task, List<PrefetchBudget.Need> needs) {
        return task.urgent()
                ? budget.admitsUrgent(needs)
                : budget.admits(task.tickMs(), task.round(), needs);
    }

    private List<SourceFile> filesOf(PartitionPlan plan) {
        List<SourceFile> files = new ArrayList<>();
        files.add(SourceFile.of(plan.snapshot()));
        plan.segments().forEach(segment -> files.add(SourceFile.of(segment, reader)));
        return files;
    }

    private boolean isOver(PrefetchTask task) {
        return clock.nowMs() >= task.deadlineMs();
    }

    private boolean comesTooLate(PrefetchTask task, int files, long bytes) {
        long expected = TimeUnit.NANOSECONDS.toMillis(fetches.expectedNanos(files, bytes));
        return expected > clock.machineMillisUntil(task.deadlineMs());
    }

    private PrefetchOutput fetch(
            PrefetchTask task, int subtask, List<SourceFile> missing, List<PrefetchOutput> outputs)
            throws IOException {
        int files = 0;
        long bytes = 0;
        for (SourceFile file : missing) {
            if (isOver(task)) {
                return report(task, Outcome.LATE, files, bytes, null);
            }
            if (send(task, subtask, file, outputs)) {
                files++;
                bytes += file.bytes();
            }
        }
        if (files < missing.size() && isOver(task)) {
            return report(task, Outcome.LATE, files, bytes, null);
        }
        // What somebody else is reading may be given up for a deadline of his that is nearer.
        if (missing.stream().noneMatch(file -> nodes.isMissing(task, file, subtask))) {
            doneLately.add(task);
        }
        return report(task, files == 0 ? Outcome.CACHED : Outcome.FETCHED, files, bytes, null);
    }

    /** Reads a file and sends it, unless somebody is reading it or has it by now. */
    private boolean send(
            PrefetchTask task, int subtask, SourceFile file, List<PrefetchOutput> outputs)
            throws IOException {
        if (!nodes.isMissing(task, file, subtask)) {
            return false;
        }
        Fetches.Prefetched fetched =
                retry.run(
                        "read " + file.path(),
                        () -> fetches.prefetch(storage, file, cap, () -> isOver(task)));
        nodes.cameTooLate(fetched.bytesInVain(), subtask);
        Optional<CachedFile> read = fetched.content();
        read.ifPresent(run -> budget.learn(file.bytes(), run.sizeInBytes()));
        // A request that joined has it in the cache already.
        if (read.isEmpty() || !nodes.isMissing(task, file, subtask)) {
            return read.isPresent();
        }
        nodes.sent(file.path(), task.deadlineMs());
        RunChunk.cut(task, file.path(), file.bytes(), read.get().bytes())
                .forEach(chunk -> outputs.add(new PrefetchOutput(null, chunk)));
        return true;
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
