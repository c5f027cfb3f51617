package io.foresnap.verify;

import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.verify.Finding.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.Path;

/** Looks for what is wrong in durable storage: lists first, then reads in parallel. */
public final class Verification {

    private final List<Check> checks = new ArrayList<>();
    private final List<Check> replays = new ArrayList<>();
    private final Findings findings = new Findings();
    private final Temporaries temporaries;
    private final TableChecks tables;
    private final BackupChecks backups;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param placeholders how the source marks unchanged columns
     * @param deep whether records and snapshots are checked against the log, too
     */
    public Verification(Storage storage, Placeholders placeholders, boolean deep) {
        this.temporaries = new Temporaries(storage, findings);
        this.tables = new TableChecks(storage, placeholders, deep, this, findings, temporaries);
        this.backups = new BackupChecks(storage, this, findings, temporaries);
    }

    /**
     * Reads something.
     *
     * @param path the file it is about
     * @param bytes how much is read
     */
    record Check(String path, long bytes, Work work) {}

    /** What a check does. */
    @FunctionalInterface
    interface Work {
        /** Reads and tells how much, step by step or at the end; an exception is a finding. */
        void run(LongConsumer progress) throws IOException;
    }

    void later(Check check) {
        checks.add(check);
    }

    void replayLater(Check check) {
        replays.add(check);
    }

    /** Adds a table: its change log, its snapshots, its backups. */
    public void table(String table) throws IOException {
        tables.add(table);
        backups.addOf(table);
    }

    /** Adds one backup. */
    public void backup(Path directory) {
        backups.add(directory);
    }

    /** Bytes that {@link #run} will read. */
    public long plannedBytes() {
        return checks.stream().mapToLong(Check::bytes).sum()
                + replays.stream().mapToLong(Check::bytes).sum();
    }

    /**
     * Checks everything that was added.
     *
     * @param threads how many files are read at once; a replay holds a partition's changes in
     *     memory, so there is one at a time
     * @param progress takes numbers of bytes that were read, from any thread
     */
    public void run(int threads, LongConsumer progress) throws IOException {
        run(checks, threads, progress);
        run(replays, 1, progress);
        tables.settleMissing();
        temporaries.settle();
    }

    private void run(List<Check> work, int threads, LongConsumer progress) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Check check : work) {
                running.add(pool.submit(() -> run(check, progress)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void run(Check check, LongConsumer progress) {
        AtomicLong told = new AtomicLong();
        files.incrementAndGet();
        try {
            check.work.run(
                    n -> {
                        told.addAndGet(n);
                        bytes.addAndGet(n);
                        progress.accept(n);
                    });
        } catch (FileChecks.WrongChecksumException e) {
            findings.add(Kind.CHECKSUM, check.path, String.valueOf(e.getMessage()));
        } catch (FileNotFoundException e) {
            tables.missing(check.path);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            findings.add(Kind.DAMAGED, check.path, String.valueOf(e.getMessage()));
        }
        progress.accept(Math.max(0, check.bytes - told.get()));
    }

    /** What was found, in order of path. */
    public List<Finding> findings() {
        return findings.sorted();
    }

    /** How many checks of files were made. */
    public long files() {
        return files.get();
    }

    /** How many bytes were read. */
    public long bytes() {
        return bytes.get();
    }
}
