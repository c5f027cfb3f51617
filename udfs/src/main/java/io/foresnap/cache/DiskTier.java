package io.foresnap.cache;

import io.foresnap.cache.Ledger.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tier on disk, which outlives the process. Written to in the background only; what waits to be
 * written is found here as well. What is worth least makes room. A disk that is full or fails turns
 * it off, once and with one warning; a file that is not what was written is put aside. Neither is
 * anybody's failure: requests read durable storage.
 */
final class DiskTier {

    private static final Logger LOG = LoggerFactory.getLogger(DiskTier.class);

    private static final int MOST_WAIT_SECONDS = 10;

    private final DiskStore store;
    private final long mostWaiting;
    private final PartitionValues values;
    private final CacheCounters counters;
    private final Executor background;
    private final Map<String, OnDisk> index = new ConcurrentHashMap<>();
    private final Map<String, CacheEntry> waiting = new ConcurrentHashMap<>();
    private final int decoding;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Ledger ledger = new Ledger();
    private final Room room;
    private volatile boolean on = true;

    /**
     * A file on disk.
     *
     * @param files what it holds
     */
    private record OnDisk(String name, List<CacheEntry.Source> files) {

        Item item(long bytes) {
            CachedPath file = CachedPath.ofAny(files.get(0).path());
            long sourceBytes = files.stream().mapToLong(CacheEntry.Source::bytes).sum();
            return new Item(name, file, bytes, sourceBytes, this, false);
        }
    }

    /**
     * @param decoding what files are decoded by; what was decoded otherwise is not used
     * @param capacity most bytes on disk
     * @param mostWaiting most bytes in memory that wait to be written, but for a single entry
     * @param background one thread
     */
    DiskTier(
            DiskStore store,
            int decoding,
            long capacity,
            long mostWaiting,
            PartitionValues values,
            CacheCounters counters,
            Executor background) {
        this.store = store;
        this.decoding = decoding;
        this.mostWaiting = mostWaiting;
        this.values = values;
        this.counters = counters;
        this.background = background;
        this.room = new Room(ledger, values, capacity, Long.MAX_VALUE, this::evict);
        inBackground(this::rebuild);
    }

    /** A thread for a tier's work. */
    static ExecutorService thread() {
        return Executors.newSingleThreadExecutor(
                task -> {
                    Thread thread = new Thread(task, "foresnap-disk-cache");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private interface Work {
        void run() throws IOException;
    }

    private boolean inBackground(Work work) {
        try {
            background.execute(() -> guarded(work));
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    private void guarded(Work work) {
        try {
            if (on) {
                work.run();
            }
        } catch (IOException | RuntimeException e) {
            turnOff(e);
        } catch (OutOfMemoryError e) {
            // For a moment, and for one file: the disk works.
            LOG.warn("Not enough memory for a file of the cache's disk tier {}", store, e);
        }
    }

    private synchronized void turnOff(Throwable cause) {
        if (on) {
            on = false;
            LOG.warn("The cache's disk tier is off from now on: {}", store, cause);
            index.clear();
            waiting.clear();
            waitingBytes.set(0);
        }
    }

    /** What a process before this one left. */
    private void rebuild() throws IOException {
        int dropped = 0;
        for (DiskStore.Stored stored : store.list()) {
            try {
                DiskFile.Head head = DiskFile.head(firstOf(stored));
                if (head.decoding() != decoding) {
                    // Made of the right file, but read in another way: it would merge differently.
                    store.delete(stored.name());
                    continue;
                }
                if (head.bytes() != stored.bytes() || head.files().isEmpty()) {
                    throw new DiskFile.DamagedException("has the wrong length");
                }
                enter(new OnDisk(stored.name(), head.files()), store.bytesFor(stored.bytes()));
            } catch (DiskFile.OtherKeyException e) {
                dropped++;
                store.delete(stored.name());
            } catch (DiskFile.DamagedException | java.io.EOFException e) {
                putAside(stored.name(), e);
            }
        }
        if (dropped > 0) {
            LOG.info("Dropped {} files of {}, written with another key or none", dropped, store);
        }
    }

    private byte[] firstOf(DiskStore.Stored stored) throws IOException {
        byte[] first = store.readFirst(stored.name(), DiskFile.USUAL_HEAD);
        long head = DiskFile.headBytes(first);
        return head > first.length && head <= stored.bytes()
                ? store.readFirst(stored.name(), (int) head)
                : first;
    }

    private void enter(OnDisk file, long bytes) throws IOException {
        synchronized (ledger) {
            Item item = file.item(bytes);
            if (room.make(file.name(), item.file().partition(), bytes, true)) {
                ledger.add(item);
                file.files().forEach(each -> index.put(each.path(), file));
            } else {
                store.delete(file.name());
            }
        }
    }

    /**
     * Takes an entry, to be written if it is worth anything.
     *
     * @return whether it is here, or will be unless it is worth too little
     */
    boolean offer(CacheEntry entry) {
        String key = entry.files().get(0).path();
        if (!on || isHere(entry)) {
            return on;
        }
        long bytes = entry.weight();
        if (waitingBytes.get() > 0 && waitingBytes.get() + bytes > mostWaiting) {
            counters.diskDrops.increment();
            return false;
        }
        if (waiting.putIfAbsent(key, entry) != null) {
            return true;
        }
        waitingBytes.addAndGet(bytes);
        boolean taken = inBackground(() -> write(key, entry));
        if (!taken) {
            waited(key, entry);
        }
        return taken;
    }

    private boolean isHere(CacheEntry entry) {
        return entry.files().stream().allMatch(file -> index.containsKey(file.path()));
    }

    private void waited(String key, CacheEntry entry) {
        if (waiting.remove(key, entry)) {
            waitingBytes.addAndGet(-entry.weight());
        }
    }

    private void write(String key, CacheEntry entry) throws IOException {
        try {
            String partition = CachedPath.ofAny(key).partition();
            String name = UUID.randomUUID().toString();
            List<ByteBuffer> content = DiskFile.write(entry, decoding);
            long bytes = store.bytesFor(content.stream().mapToLong(ByteBuffer::remaining).sum());
            if (!isHere(entry) && makeRoom(name, partition, bytes, entry.isUnused())) {
                store.write(name, content);
                counters.diskWrites.increment();
                enter(new OnDisk(name, entry.files()), bytes);
            } else if (!isHere(entry)) {
                counters.leave(entry.files(), values.nowMs());
            }
        } finally {
            waited(key, entry);
        }
    }

    /** For what a request has used or may yet, if it is worth more than what leaves. */
    private boolean makeRoom(String name, String partition, long bytes, boolean unused) {
        synchronized (ledger) {
            return (!unused || values.keeping(ledger, partition, values.nowMs()) > 0)
                    && room.make(name, partition, bytes, unused);
        }
    }

    /** For room. Under the ledger's monitor. */
    private void evict(Item item) {
        forget(item.key());
        if (item.content() instanceof OnDisk file) {
            counters.leave(file.files(), values.nowMs());
        }
        delete(item.key());
    }

    private void delete(String name) {
        try {
            store.delete(name);
        } catch (IOException e) {
            turnOff(e);
        }
    }

    private void forget(String name) {
        synchronized (ledger) {
            Item item = ledger.remove(name);
            if (item != null && item.content() instanceof OnDisk file) {
                file.files().forEach(each -> index.remove(each.path(), file));
            }
        }
    }

    boolean contains(String path) {
        return on && (index.containsKey(path) || waiting.containsKey(path));
    }

    /** How a file came here; null when it is not here. */
    CacheEntry.@Nullable Source source(String path) {
        CacheEntry unwritten = waiting.get(path);
        OnDisk onDisk = index.get(path);
        List<CacheEntry.Source> files =
                unwritten != null ? unwritten.files() : onDisk == null ? List.of() : onDisk.files();
        return files.stream().filter(file -> file.path().equals(path)).findFirst().orElse(null);
    }

    /**
     * What there is of a file, read and checked; null when it is not here or not right any more.
     */
    @Nullable CacheEntry read(String path) {
        CacheEntry unwritten = waiting.get(path);
        OnDisk onDisk = index.get(path);
        if (unwritten != null || onDisk == null || !on) {
            return on ? unwritten : null;
        }
        try {
            return new CacheEntry(
                    DiskFile.content(store.read(onDisk.name()), path),
                    onDisk.files(),
                    Long.MAX_VALUE);
        } catch (NoSuchFileException left) {
            forget(onDisk.name());
        } catch (ClosedByInterruptException impatient) {
            // The request took too long and its thread was interrupted, within a read by chance.
            LOG.debug("Interrupted while reading {}", onDisk.name(), impatient);
        } catch (OutOfMemoryError e) {
            LOG.warn("Not enough memory to read {} of the cache's disk tier", onDisk.name(), e);
        } catch (DiskFile.DamagedException | java.io.EOFException | IllegalArgumentException e) {
            forget(onDisk.name());
            tryToPutAside(onDisk.name(), e);
        } catch (IOException e) {
            turnOff(e);
        }
        return null;
    }

    private void tryToPutAside(String name, Exception why) {
        try {
            putAside(name, why);
        } catch (NoSuchFileException another) {
            LOG.debug("{} has been put aside by another reader", name, another);
        } catch (IOException e) {
            turnOff(e);
        }
    }

    private void putAside(String name, Exception why) throws IOException {
        store.quarantine(name);
        counters.quarantined.increment();
        LOG.warn("Put aside {} of {}, which {}", name, store, why.getMessage());
    }

    /** Whether it works. */
    boolean isOn() {
        return on;
    }

    /** Bytes on disk. */
    long bytes() {
        synchronized (ledger) {
            return on ? ledger.bytes() : 0;
        }
    }

    /** Leaves the files to whoever comes next. What waits to be written is, if it is soon done. */
    void close() {
        if (background instanceof ExecutorService thread) {
            thread.shutdown();
            awaitEnd(thread);
        }
        on = false;
        try {
            store.close();
        } catch (IOException e) {
            LOG.warn("Cannot close {}", store, e);
        }
    }

    private void awaitEnd(ExecutorService thread) {
        try {
            if (!thread.awaitTermination(MOST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{} is still being written to; left to end by itself", store);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
