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
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the record into files of a few megabytes, in a thread of its own: nothing ever waits for
 * it. When the file system does not keep up, or fails, a file is lost and counted. The oldest files
 * go when there are too many bytes.
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
        try {
            thread.execute(() -> store(full));
        } catch (RejectedExecutionException behind) {
            lost.incrementAndGet();
            LOG.warn("Decisions are lost: their folder {} does not keep up", storage.root());
        }
    }

    private void store(Batch full) {
        try {
            byte[] content = full.content();
            storage.write(
                    storage.root(),
                    crc -> new DecisionFileName(full.firstMs, full.lastMs, crc).text(),
                    out -> out.write(content));
            files.incrementAndGet();
            trim();
        } catch (IOException | RuntimeException e) {
            lost.incrementAndGet();
            LOG.warn("Decisions are lost: cannot write to {}", storage.root(), e);
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
        private final GZIPOutputStream lines;
        private long firstMs = Long.MAX_VALUE;
        private long lastMs = Long.MIN_VALUE;

        Batch() {
            try {
                lines = new GZIPOutputStream(bytes, 1 << 13);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void add(DecisionEvent event) {
            try {
                DecisionLines.write(lines, event);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            firstMs = Math.min(firstMs, event.timeMs());
            lastMs = Math.max(lastMs, event.timeMs());
        }

        boolean isEmpty() {
            return firstMs > lastMs;
        }

        byte[] content() throws IOException {
            lines.close();
            return bytes.toByteArray();
        }
    }
}
