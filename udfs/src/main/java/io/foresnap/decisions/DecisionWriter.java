package io.foresnap.decisions;

import io.foresnap.changelog.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the record into files of a few megabytes, in a thread of its own: nothing ever waits for
 * it. At a checkpoint a file appears with what there is so far, and the one before it goes that
 * held the beginning of the same. When the file system does not keep up, or fails, a file is lost
 * and counted, with a warning at the first. The oldest files go when there are too many bytes.
 */
final class DecisionWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionWriter.class);
    private static final int MOST_WAITING = 2;
    private static final long CLOSE_SECONDS = 30;

    private final Storage storage;
    private final Limits limits;
    private final ThreadPoolExecutor thread;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();
    private Batch batch = new Batch();

    /**
     * When a file is closed, and how many are kept.
     *
     * @param fileBytes compressed size
     * @param fileAgeNanos time since its first event
     * @param allBytes of the whole record
     */
    record Limits(long fileBytes, long fileAgeNanos, long allBytes) {}

    DecisionWriter(Storage storage, Limits limits) {
        this.storage = storage;
        this.limits = limits;
        this.thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        task -> {
                            Thread made = new Thread(task, "foresnap-decisions");
                            made.setDaemon(true);
                            return made;
                        });
    }

    /** Adds a line; one thread at a time. */
    void write(DecisionEvent event) {
        batch.add(event);
        if (batch.bytes.size() >= limits.fileBytes()
                || System.nanoTime() - batch.startedNanos >= limits.fileAgeNanos()) {
            flush();
        }
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        Batch full = batch;
        batch = new Batch();
        if (!store(full, lost)) {
            lost.incrementAndGet();
            warn(new IOException("it does not keep up"));
        }
    }

    /** What there is so far becomes a file, if there is anything new, without waiting for it. */
    void checkpoint() {
        if (batch.news) {
            // Should it fail, all of it is written again with what follows.
            batch.news = !store(batch, new AtomicLong());
        }
    }

    private boolean store(Batch lines, AtomicLong failures) {
        byte[] content = lines.content();
        IntFunction<String> name = lines.name();
        try {
            thread.execute(() -> store(lines, name, content, failures));
            return true;
        } catch (RejectedExecutionException behind) {
            return false;
        }
    }

    private void store(Batch lines, IntFunction<String> name, byte[] content, AtomicLong failures) {
        try {
            Storage.Written now = storage.write(storage.root(), name, out -> out.write(content));
            if (lines.file != null && !lines.file.equals(now.path())) {
                storage.fileSystem().delete(new Path(lines.file), false);
            }
            lines.file = now.path();
            trim();
            files.incrementAndGet();
            failing.set(false);
        } catch (IOException | RuntimeException e) {
            failures.incrementAndGet();
            warn(e);
        }
    }

    private void warn(Exception why) {
        if (!failing.getAndSet(true)) {
            LOG.warn("Decisions are lost: cannot write to {}", storage.root(), why);
        }
    }

    private void trim() throws IOException {
        List<FileStatus> record =
                storage.list(storage.root()).stream()
                        .filter(f -> DecisionFileName.parse(f.getPath().getName()).isPresent())
                        .toList();
        long bytes = record.stream().mapToLong(FileStatus::getLen).sum();
        for (FileStatus oldest : record) {
            if (bytes <= limits.allBytes()) {
                return;
            }
            storage.fileSystem().delete(oldest.getPath(), false);
            bytes -= oldest.getLen();
        }
    }

    long files() {
        return files.get();
    }

    long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        flush();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
                LOG.warn("The last decisions are lost: {} takes too long", storage.root());
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Lines of one file to be. */
    private static final class Batch {

        private final long startedNanos = System.nanoTime();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private @Nullable GZIPOutputStream lines;
        private boolean news;
        private long firstMs = Long.MAX_VALUE;
        private long lastMs = Long.MIN_VALUE;

        /** Holds what there was at a checkpoint; known to the thread that writes. */
        private @Nullable String file;

        void add(DecisionEvent event) {
            try {
                GZIPOutputStream to = lines == null ? new GZIPOutputStream(bytes, 1 << 13) : lines;
                lines = to;
                DecisionLines.write(to, event);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            news = true;
            firstMs = Math.min(firstMs, event.timeMs());
            lastMs = Math.max(lastMs, event.timeMs());
        }

        boolean isEmpty() {
            return firstMs > lastMs;
        }

        IntFunction<String> name() {
            long first = firstMs;
            long last = lastMs;
            return crc -> new DecisionFileName(first, last, crc).text();
        }

        /** All so far: several compressed streams, one after the other, are read as one. */
        byte[] content() {
            try {
                if (lines != null) {
                    lines.close();
                    lines = null;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }
}
