package io.foresnap.local.demo.verify;

import io.foresnap.backup.Backups;
import io.foresnap.changelog.Storage;
import io.foresnap.client.ResultMessage;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;

/** Checks every acknowledged backup against the replay, in a thread of its own. */
public final class Verifier implements AutoCloseable {

    private final Storage storage;
    private final Map<String, Replay> replays;
    private final ExecutorService thread;
    private final AtomicInteger verified = new AtomicInteger();
    private final AtomicInteger mismatched = new AtomicInteger();
    private volatile Optional<Mismatch> first = Optional.empty();

    /**
     * @param storage where the backups are; stays the caller's to close
     * @param replays by table
     */
    public Verifier(Storage storage, Map<String, Replay> replays) {
        this.storage = storage;
        this.replays = Map.copyOf(replays);
        this.thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread t = new Thread(task, "demo-verifier");
                            t.setDaemon(true);
                            return t;
                        });
    }

    /**
     * Has an acknowledged backup checked soon.
     *
     * @param newestMs what {@code latest} must not be older than: the time through which the
     *     table's change log was complete when the request was sent
     */
    public void submit(BackupRequest request, long newestMs, ResultMessage result) {
        thread.execute(
                () -> check(request, newestMs, result).ifPresentOrElse(this::wrong, this::right));
    }

    private void right() {
        verified.incrementAndGet();
    }

    private void wrong(Mismatch mismatch) {
        // All checks run in one thread.
        first = first.or(() -> Optional.of(mismatch));
        mismatched.incrementAndGet();
    }

    private Optional<Mismatch> check(BackupRequest request, long newestMs, ResultMessage result) {
        String directory = String.valueOf(result.directory());
        return difference(request, newestMs, result, directory)
                .map(d -> new Mismatch(result.requestId(), request.table(), directory, d));
    }

    private Optional<String> difference(
            BackupRequest request, long newestMs, ResultMessage result, String directory) {
        Replay replay = replays.get(request.table());
        if (replay == null || result.directory() == null) {
            return Optional.of("acknowledged, but there is no such table or no directory");
        }
        long target = result.targetTimeMs();
        if (request.wantsLatest() ? target < newestMs : target != request.targetTimeMs()) {
            return Optional.of(
                    "its target time is %d, asked for was %s"
                            .formatted(
                                    target,
                                    request.wantsLatest()
                                            ? "the latest, at least " + newestMs
                                            : request.targetTimeMs()));
        }
        try {
            RowComparison comparison =
                    new RowComparison(replay.stateAt(target, request.partitions()));
            Backups.forEachRow(storage, new Path(directory), comparison::row);
            return comparison.difference(result.rows());
        } catch (IOException | RuntimeException e) {
            return Optional.of("it cannot be read: " + e);
        }
    }

    /** Backups found right. */
    public int verified() {
        return verified.get();
    }

    /** Backups found wrong. */
    public int mismatched() {
        return mismatched.get();
    }

    /** The first backup found wrong. */
    public Optional<Mismatch> firstMismatch() {
        return first;
    }

    /** Waits until everything submitted is checked; false when that took longer. */
    public boolean finish(long timeoutSeconds) throws InterruptedException {
        thread.shutdown();
        return thread.awaitTermination(timeoutSeconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
