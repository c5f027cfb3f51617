package io.foresnap.prefetch;

import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.Pace;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a TaskManager reads of durable files, each of them by one thread at a time.
 *
 * <p>A request that needs what is being read already joins: from then on the read belongs to the
 * lane of requests. When it stands still for longer than reads usually do, or takes longer than
 * doing it again would, the request reads through by itself. A prefetch never starts what somebody
 * is reading, and ends between two pieces when it has become useless and no request has joined.
 */
public final class Fetches {

    /** Sorting takes about this long a byte of the file. */
    private static final long SORT_NANOS_PER_BYTE = 40;

    /** A request that has joined waits this many times as long as reads take, at most. */
    private static final long PATIENCE = 4;

    private final Map<String, Flight> flights = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final Lanes lanes;
    private final StallTime stall = new StallTime();
    private final ReadSpeed requestSpeed = new ReadSpeed();
    private final ReadSpeed prefetchSpeed = new ReadSpeed();
    private final LongAdder requestedBytes = new LongAdder();
    private final LongAdder prefetchedBytes = new LongAdder();
    private final LongAdder readThroughs = new LongAdder();
    private final RequestRoom room = new RequestRoom(Runtime.getRuntime().maxMemory());

    /** How a request got a file. */
    public enum Way {
        /** Read it from storage. */
        READ,
        /** Joined a prefetch under way. */
        JOINED_PREFETCH,
        /** Joined another request's read. */
        JOINED_REQUEST
    }

    /**
     * What a request got.
     *
     * @param content the file's, decoded
     */
    public record Fetched(CachedFile content, Way way) {}

    /**
     * What a prefetch got.
     *
     * @param content the file's, decoded; empty when somebody else was reading it, or when it
     *     became useless
     * @param bytesInVain read until it became useless
     */
    record Prefetched(Optional<CachedFile> content, long bytesInVain) {}

    /** Ends a read that nobody needs. Of a kind that no decoder takes for a damaged file. */
    private static final class UselessException extends InterruptedIOException {
        private static final long serialVersionUID = 1L;
    }

    /** With the machine's time and half of its processors for decoding what is prefetched. */
    public Fetches() {
        this(System::nanoTime, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    Fetches(LongSupplier nanoTime, int decoders) {
        this.nanoTime = nanoTime;
        this.lanes = new Lanes(nanoTime, decoders);
    }

    /** While it is open a request is being served, and prefetching gives way. */
    public interface Serving extends AutoCloseable {
        @Override
        void close();
    }

    /** A request is being served from now on. */
    public Serving serve() {
        lanes.beginRequest();
        return lanes::endRequest;
    }

    /**
     * A file for a request: its own read, or one that is under way.
     *
     * @param keep takes what it reads by itself before anybody else may begin to
     */
    public Fetched request(Storage storage, SourceFile file, Consumer<CachedFile> keep)
            throws IOException {
        Flight own = Flight.ofRequest(nanoTime.getAsLong());
        Flight other = flights.putIfAbsent(file.path(), own);
        if (other == null) {
            return new Fetched(lead(own, storage, file, null, keep), Way.READ);
        }
        Optional<CachedFile> joined = join(other, file);
        if (joined.isPresent()) {
            keep.accept(joined.get());
            return new Fetched(
                    joined.get(), other.isPrefetch() ? Way.JOINED_PREFETCH : Way.JOINED_REQUEST);
        }
        readThroughs.increment();
        CachedFile content = read(own, storage, file, null);
        keep.accept(content);
        return new Fetched(content, Way.READ);
    }

    /** A file that nobody has asked for yet; empty when somebody is reading it. */
    public Optional<CachedFile> prefetch(Storage storage, SourceFile file) throws IOException {
        return prefetch(storage, file, null, () -> false).content();
    }

    /**
     * The same, no faster than it may be and no longer than it is of use.
     *
     * @param cap limits the bytes read; null for no limit
     * @param inVain whether its window has passed
     */
    Prefetched prefetch(
            Storage storage, SourceFile file, @Nullable TokenBucket cap, BooleanSupplier inVain)
            throws IOException {
        long started = nanoTime.getAsLong();
        Flight own = Flight.ofPrefetch(inVain, started);
        if (flights.putIfAbsent(file.path(), own) != null) {
            return new Prefetched(Optional.empty(), 0);
        }
        try {
            return new Prefetched(Optional.of(lead(own, storage, file, cap, content -> {})), 0);
        } catch (UselessException tooLate) {
            prefetchSpeed.learn(own.bytes(), nanoTime.getAsLong() - started);
            return new Prefetched(Optional.empty(), own.bytes());
        }
    }

    private Optional<CachedFile> join(Flight other, SourceFile file) throws IOException {
        other.want();
        lanes.wake();
        try {
            return other.await(new Patience(file.bytes()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + file.path() + " was read");
        }
    }

    private CachedFile lead(
            Flight own,
            Storage storage,
            SourceFile file,
            @Nullable TokenBucket cap,
            Consumer<CachedFile> keep)
            throws IOException {
        Optional<CachedFile> result = Optional.empty();
        try {
            CachedFile content = read(own, storage, file, cap);
            keep.accept(content);
            result = Optional.of(content);
            return content;
        } finally {
            flights.remove(file.path(), own);
            own.end(result);
        }
    }

    private CachedFile read(Flight own, Storage storage, SourceFile file, @Nullable TokenBucket cap)
            throws IOException {
        long started = nanoTime.getAsLong();
        LongAdder counted = own.isPrefetch() ? prefetchedBytes : requestedBytes;
        byte[] bytes =
                storage.readAll(
                        file.path(),
                        file.bytes(),
                        piece -> {
                            step(own, piece, cap);
                            counted.add(piece);
                            own.read(piece);
                        });
        CachedFile content = decode(own, file, bytes);
        ReadSpeed speed = own.isPrefetch() ? prefetchSpeed : requestSpeed;
        speed.learn(file.bytes(), nanoTime.getAsLong() - started);
        return content;
    }

    private CachedFile decode(Flight own, SourceFile file, byte[] bytes) throws IOException {
        if (!own.isPrefetch()) {
            return decode(own, file, bytes, block -> step(own, block, null));
        }
        lanes.beginDecoding(own::waitsNoMore);
        try {
            endIfInVain(own);
            own.moved(nanoTime.getAsLong());
            return decode(own, file, bytes, block -> step(own, block, null));
        } finally {
            lanes.endDecoding();
        }
    }

    private static CachedFile decode(Flight own, SourceFile file, byte[] bytes, Pace pace)
            throws IOException {
        return file.decoder()
                .decode(
                        bytes,
                        block -> {
                            pace.next(block);
                            if (block == 0) {
                                own.sorts();
                            }
                        });
    }

    private void step(Flight own, int bytes, @Nullable TokenBucket cap) throws IOException {
        stall.learn(own.moved(nanoTime.getAsLong()));
        if (own.isPrefetch()) {
            lanes.awaitTurn(bytes, cap, own::waitsNoMore);
            endIfInVain(own);
            // Waiting for its turn is not standing still.
            own.moved(nanoTime.getAsLong());
        }
    }

    /** A request that joins in this moment reads by itself. */
    private static void endIfInVain(Flight own) throws UselessException {
        if (own.isInVain()) {
            throw new UselessException();
        }
    }

    /**
     * How long it takes, from what was measured lately, to get files as a prefetch, nanoseconds.
     *
     * @param files how many
     * @param bytes of all of them in durable storage
     */
    long expectedNanos(int files, long bytes) {
        return prefetchSpeed.expectedNanos(files, bytes);
    }

    /** Something was left out for want of time: storage may be faster by now. */
    void doubtSpeed() {
        prefetchSpeed.doubt();
    }

    /** Where requests keep what they read. */
    public RequestRoom room() {
        return room;
    }

    /** Bytes read from durable storage for requests. */
    public long requestedBytes() {
        return requestedBytes.sum();
    }

    /** Bytes read from durable storage before anybody asked for them. */
    public long prefetchedBytes() {
        return prefetchedBytes.sum();
    }

    /** How often a request read by itself what somebody else had begun to read. */
    public long readThroughs() {
        return readThroughs.sum();
    }

    /** A request's patience with somebody else's read of so many bytes. */
    private final class Patience implements Flight.Stall {

        private final long bytes;

        Patience(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public long now() {
            return nanoTime.getAsLong();
        }

        @Override
        public long allowedNanos(boolean sorting) {
            return stall.nanos() + (sorting ? bytes * SORT_NANOS_PER_BYTE : 0);
        }

        @Override
        public long mostNanos(long now, long joined) {
            long alone = requestSpeed.expectedNanos(1, bytes) + stall.nanos();
            return PATIENCE * alone - (now - joined);
        }
    }
}
