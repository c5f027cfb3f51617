package io.foresnap.bench;

import io.foresnap.changelog.Failures;
import io.foresnap.changelog.Storage;
import io.foresnap.prefetch.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that fetch the same files again and again, as fast as they may, until it is closed. */
final class SaturatedLane implements AutoCloseable {

    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean closed;

    /** How a file is fetched. */
    @FunctionalInterface
    interface Fetch {
        void run(Storage storage, SourceFile file) throws IOException;
    }

    SaturatedLane(int workers, Storage storage, List<SourceFile> files, Fetch fetch) {
        threads = Executors.newCachedThreadPool();
        for (int i = 0; i < workers; i++) {
            running.add(
                    threads.submit(
                            () -> {
                                while (!closed) {
                                    SourceFile file =
                                            files.get(
                                                    Math.floorMod(
                                                            next.getAndIncrement(), files.size()));
                                    fetch.run(storage, file);
                                    bytes.addAndGet(file.bytes());
                                }
                                return null;
                            }));
        }
    }

    /** Bytes of the files fetched so far. */
    long bytes() {
        return bytes.get();
    }

    /** Waits for what is being fetched; the first failure is thrown. */
    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IOException("fetching did not end within a minute");
        }
        for (Future<?> thread : running) {
            try {
                thread.get();
            } catch (ExecutionException e) {
                throw Failures.of(e);
            }
        }
    }
}
