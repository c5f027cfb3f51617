package io.foresnap.lease;

import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's lease. Where it cannot be written, reading goes on without: then a file may go
 * while it is needed, which readers meet by planning anew, never with a wrong result.
 */
public final class LeaseHolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseHolder.class);

    private final Storage storage;
    private final LongSupplier nanos;
    private final UUID id = UUID.randomUUID();
    private final ScheduledExecutorService renewals;
    private final Set<Reading> readings = ConcurrentHashMap.newKeySet();

    /** When readings of a known length began, in whole seconds, and when the last of them ends. */
    private final ConcurrentSkipListMap<Long, Long> timed = new ConcurrentSkipListMap<>();

    private @Nullable Path written;

    private LeaseHolder(Storage storage, LongSupplier nanos) {
        this.storage = storage;
        this.nanos = nanos;
        this.renewals =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "foresnap-lease");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Takes a lease. It is written when this returns: whatever is listed from now on is held.
     *
     * @param storage stays open until the lease is closed
     */
    public static LeaseHolder open(Storage storage) {
        LeaseHolder holder = open(storage, System::nanoTime);
        long every = Leases.RENEWAL.toMillis();
        holder.renewals.scheduleWithFixedDelay(holder::renew, every, every, TimeUnit.MILLISECONDS);
        return holder;
    }

    /** Takes a lease that is renewed only when {@link #renew} is called. */
    static LeaseHolder open(Storage storage, LongSupplier nanos) {
        LeaseHolder holder = new LeaseHolder(storage, nanos);
        holder.renew();
        return holder;
    }

    /** Something that is read by one plan, from before its listing until it is closed. */
    public final class Reading implements AutoCloseable {

        private final long began = nanos.getAsLong();

        private Reading() {}

        @Override
        public void close() {
            readings.remove(this);
        }
    }

    /** Begins a reading; costs no storage operation. */
    public Reading begin() {
        Reading reading = new Reading();
        readings.add(reading);
        return reading;
    }

    /** Begins a reading that somebody else goes on with, and that ends after a time by itself. */
    public void begin(Duration length) {
        long now = nanos.getAsLong();
        long second = Math.floorDiv(now, TimeUnit.SECONDS.toNanos(1));
        timed.merge(second, now + length.toNanos(), Math::max);
    }

    /** Age of the oldest reading, milliseconds; 0 when there is none. */
    private long oldestMs() {
        long now = nanos.getAsLong();
        long oldest = 0;
        for (Reading reading : readings) {
            oldest = Math.max(oldest, now - reading.began);
        }
        for (Iterator<java.util.Map.Entry<Long, Long>> it = timed.entrySet().iterator();
                it.hasNext(); ) {
            java.util.Map.Entry<Long, Long> each = it.next();
            if (each.getValue() - now < 0) {
                it.remove();
            } else {
                oldest = Math.max(oldest, now - TimeUnit.SECONDS.toNanos(each.getKey()));
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(oldest);
    }

    /** Tells the storage the age of the oldest reading. */
    synchronized void renew() {
        try {
            Path old = written;
            long started = nanos.getAsLong();
            Path renewed = write(oldestMs() + Leases.SLACK.toMillis());
            if (nanos.getAsLong() - started > Leases.SLACK.toNanos()) {
                // The age it tells may be too small. Both stay until a renewal was quick.
                storage.fileSystem().delete(renewed, false);
                throw new IOException(
                        "storage took longer than " + Leases.SLACK.toSeconds() + " s");
            }
            written = renewed;
            if (old != null && !old.equals(renewed)) {
                storage.fileSystem().delete(old, false);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot renew the lease in {}: {}", storage.root(), Retry.reason(e));
        }
    }

    private Path write(long ageMs) throws IOException {
        Path path = new Path(Leases.directory(storage), LeaseFile.fileName(id, ageMs));
        storage.fileSystem().create(path, true).close();
        return path;
    }

    private synchronized void remove() {
        try {
            if (written != null) {
                storage.fileSystem().delete(written, false);
                written = null;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Cannot remove the lease in {}; it expires", storage.root(), e);
        }
    }

    /** Gives the lease back; with storage out of reach it is left to expire. */
    @Override
    public void close() {
        if (renewals.isShutdown()) {
            return;
        }
        try {
            renewals.execute(this::remove);
            renewals.shutdown();
            if (!renewals.awaitTermination(5, TimeUnit.SECONDS)) {
                renewals.shutdownNow();
            }
        } catch (InterruptedException e) {
            renewals.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
