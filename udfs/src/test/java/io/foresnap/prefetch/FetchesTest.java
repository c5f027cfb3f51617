package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.Runs;
import io.foresnap.TestingFileSystem;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
@Timeout(60)
class FetchesTest {

    /** Several pieces: more than goes through while requests are served. */
    private static final int BYTES = 1 << 20;

    private static final Run RUN = Runs.ofSize(64);

    @TempDir Path folder;
    private Storage storage;
    private SourceFile file;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong nanosPerLook = new AtomicLong();
    private final Fetches fetches = new Fetches(() -> nanos.addAndGet(nanosPerLook.get()), 1);
    private final List<CachedFile> kept = new ArrayList<>();
    private final CountDownLatch decoding = new CountDownLatch(1);
    private final CountDownLatch decoded = new CountDownLatch(1);

    @BeforeEach
    void write() throws IOException {
        storage = Storage.open("testing://" + folder);
        Path path = folder.resolve("segment");
        Files.write(path, new byte[BYTES]);
        file = new SourceFile("testing://" + path, BYTES, (content, pace) -> RUN);
        TestingFileSystem.recover();
    }

    @AfterEach
    void close() throws IOException {
        decoded.countDown();
        TestingFileSystem.recover();
        storage.close();
    }

    private Fetches.Fetched request(SourceFile wanted) throws IOException {
        return fetches.request(storage, wanted, kept::add);
    }

    /** The file, whose decoding does not end before the test says so. */
    private SourceFile stuck() {
        return new SourceFile(
                file.path(),
                file.bytes(),
                (content, pace) -> {
                    decoding.countDown();
                    try {
                        decoded.await();
                    } catch (InterruptedException e) {
                        throw new InterruptedIOException();
                    }
                    return RUN;
                });
    }

    @Test
    void aRequestReadsWhatNobodyReads() throws Exception {
        Fetches.Fetched fetched = request(file);

        assertThat(fetched).isEqualTo(new Fetches.Fetched(RUN, Fetches.Way.READ));
        assertThat(kept).containsExactly(RUN);
        assertThat(fetches.requestedBytes()).isEqualTo(BYTES);
        assertThat(fetches.prefetchedBytes()).isZero();
    }

    @Test
    void prefetchingStandsStillWhileARequestIsServed() throws Exception {
        Fetches.Serving serving = fetches.serve();
        TestingThreads<Optional<CachedFile>> prefetch =
                TestingThreads.start(() -> fetches.prefetch(storage, file)).awaitWaiting();
        assertThat(fetches.prefetchedBytes()).isLessThan(BYTES);

        serving.close();

        assertThat(prefetch.get()).contains(RUN);
        assertThat(fetches.prefetchedBytes()).isEqualTo(BYTES);
    }

    @Test
    void aRequestThatJoinsAPrefetchSetsItMovingAndSharesWhatItReads() throws Exception {
        try (Fetches.Serving serving = fetches.serve()) {
            TestingThreads<Optional<CachedFile>> prefetch =
                    TestingThreads.start(() -> fetches.prefetch(storage, file)).awaitWaiting();

            Fetches.Fetched fetched = request(file);

            assertThat(fetched.way()).isEqualTo(Fetches.Way.JOINED_PREFETCH);
            assertThat(fetched.content()).isSameAs(prefetch.get().orElseThrow());
        }
        assertThat(kept).containsExactly(RUN);
        assertThat(TestingFileSystem.opened()).isEqualTo(1);
        assertThat(fetches.readThroughs()).isZero();
    }

    @Test
    void aPrefetchWhoseWindowPassesEndsInsideTheFile() throws Exception {
        AtomicBoolean passed = new AtomicBoolean();
        try (Fetches.Serving serving = fetches.serve()) {
            TestingThreads<Fetches.Prefetched> prefetch =
                    TestingThreads.start(() -> fetches.prefetch(storage, file, null, passed::get))
                            .awaitWaiting();
            // A request that takes this long lets a piece through.
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(70));
            while (fetches.prefetchedBytes() == 0) {
                Thread.sleep(5);
            }

            passed.set(true);

            Fetches.Prefetched ended = prefetch.get();
            assertThat(ended.content()).isEmpty();
            assertThat(ended.bytesInVain())
                    .isPositive()
                    .isLessThan(BYTES)
                    .isEqualTo(fetches.prefetchedBytes());
        }
        // Nothing is left of it.
        assertThat(fetches.prefetch(storage, file)).contains(RUN);
    }

    @Test
    void aPrefetchWhoseWindowPassesGoesOnForTheRequestThatJoinedIt() throws Exception {
        AtomicBoolean passed = new AtomicBoolean();
        TestingThreads<Fetches.Prefetched> prefetch;
        try (Fetches.Serving serving = fetches.serve()) {
            prefetch =
                    TestingThreads.start(
                                    () ->
                                            fetches.prefetch(
                                                    storage, pacedAndStuck(), null, passed::get))
                            .awaitWaiting();
            TestingThreads<Fetches.Fetched> request = TestingThreads.start(() -> request(file));
            decoding.await();

            passed.set(true);
            decoded.countDown();

            assertThat(request.get().way()).isEqualTo(Fetches.Way.JOINED_PREFETCH);
        }
        assertThat(prefetch.get()).isEqualTo(new Fetches.Prefetched(Optional.of(RUN), 0));
        assertThat(TestingFileSystem.opened()).isEqualTo(1);
    }

    /** Asks for its turn once more after it was stuck. */
    private SourceFile pacedAndStuck() {
        SourceFile stuck = stuck();
        return new SourceFile(
                file.path(),
                file.bytes(),
                (content, pace) -> {
                    CachedFile run = stuck.decoder().decode(content, pace);
                    pace.next(1);
                    return run;
                });
    }

    @Test
    void twoRequestsShareOneRead() throws Exception {
        TestingThreads<Fetches.Fetched> first = TestingThreads.start(() -> request(stuck()));
        decoding.await();
        TestingThreads<Fetches.Fetched> second =
                TestingThreads.start(() -> request(file)).awaitWaiting();

        decoded.countDown();

        assertThat(first.get().way()).isEqualTo(Fetches.Way.READ);
        assertThat(second.get().way()).isEqualTo(Fetches.Way.JOINED_REQUEST);
        assertThat(TestingFileSystem.opened()).isEqualTo(1);
    }

    @Test
    void aPrefetchDoesNotStartWhatARequestReads() throws Exception {
        TestingThreads<Fetches.Fetched> request = TestingThreads.start(() -> request(stuck()));
        decoding.await();

        assertThat(fetches.prefetch(storage, file)).isEmpty();

        decoded.countDown();
        assertThat(request.get().way()).isEqualTo(Fetches.Way.READ);
        assertThat(TestingFileSystem.opened()).isEqualTo(1);
    }

    @Test
    void aRequestReadsThroughByItselfWhatStandsStill() throws Exception {
        TestingThreads.start(() -> fetches.prefetch(storage, stuck()));
        decoding.await();
        nanosPerLook.set(Duration.ofSeconds(10).toNanos());

        Fetches.Fetched fetched = request(file);

        assertThat(fetched.way()).isEqualTo(Fetches.Way.READ);
        assertThat(fetches.readThroughs()).isEqualTo(1);
        assertThat(TestingFileSystem.opened()).isEqualTo(2);
    }

    @Test
    void aRequestReadsByItselfWhenTheReadThatItJoinedFails() throws Exception {
        SourceFile failing =
                new SourceFile(
                        file.path(),
                        file.bytes(),
                        (content, pace) -> {
                            throw new IOException("Connection refused");
                        });
        try (Fetches.Serving serving = fetches.serve()) {
            TestingThreads<Optional<CachedFile>> prefetch =
                    TestingThreads.start(() -> fetches.prefetch(storage, failing)).awaitWaiting();

            Fetches.Fetched fetched = request(file);

            assertThat(fetched).isEqualTo(new Fetches.Fetched(RUN, Fetches.Way.READ));
            assertThatThrownBy(prefetch::get).hasMessage("Connection refused");
        }
        // Whoever comes now finds nothing left of it.
        assertThat(fetches.prefetch(storage, file)).contains(RUN);
    }

    @Test
    void aRequestThatWaitsForAnotherCanBeInterrupted() throws Exception {
        TestingThreads<Fetches.Fetched> first = TestingThreads.start(() -> request(stuck()));
        decoding.await();
        TestingThreads<Fetches.Fetched> second =
                TestingThreads.start(() -> request(file)).awaitWaiting();

        second.interrupt();

        assertThatThrownBy(second::get).isInstanceOf(InterruptedIOException.class);
        decoded.countDown();
        assertThat(first.get().content()).isSameAs(RUN);
    }
}
