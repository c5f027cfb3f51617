package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.AsyncHarness;
import io.foresnap.Orders;
import io.foresnap.TestingFileSystem;
import io.foresnap.backup.Backups;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.cache.NodeCache;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.Pace;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.prefetch.Fetches;
import io.foresnap.prefetch.NodeFetches;
import io.foresnap.prefetch.SourceFile;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
@Timeout(60)
class ServeFunctionTest {

    @TempDir Path folder;
    private ServingFixture at;
    private AsyncHarness<ServeTask, Served> serve;

    @BeforeEach
    void open() throws Exception {
        at = new ServingFixture(folder, 1);
        serve = open(at.settings);
    }

    @AfterEach
    void close() throws Exception {
        TestingFileSystem.recover();
        serve.close();
        at.close();
        assertThat(NodeCache.current()).isNull();
    }

    private Served served(String attempt) throws Exception {
        return served(at.task(at.attempt("r", attempt, 1), 0));
    }

    private Served served(ServeTask task) throws Exception {
        serve.send(task);
        serve.await();
        List<Served> all = serve.extractOutputValues();
        return all.get(all.size() - 1);
    }

    private static PartitionBackup written(Served served) {
        assertThat(served.failure()).isNull();
        return Objects.requireNonNull(served.partition());
    }

    private byte[] content(String attempt, PartitionBackup backup) throws Exception {
        var staging = new Backups(at.storage).staging(at.orders.table, "r", attempt);
        var file = new org.apache.hadoop.fs.Path(staging, backup.file());
        return at.storage.readAll(file.toString(), backup.bytes());
    }

    private static RunCache cache() {
        return Objects.requireNonNull(NodeCache.current());
    }

    private void prefetch(SegmentFile segment) throws Exception {
        var run = new SegmentReader(Placeholders.DEFAULT).read(at.storage, segment);
        cache().putPrefetched(segment.path(), run, segment.bytes(), 600_000);
    }

    @Test
    void aBackupIsTheSameBytesFromStorageFromHalfTheCacheAndFromTheCacheAlone() throws Exception {
        PartitionBackup missed = written(served("miss"));
        cache().clear();
        prefetch(at.orders.plan(0).segments().get(0));
        PartitionBackup partial = written(served("partial"));
        TestingFileSystem.recover();
        PartitionBackup hit = written(served("hit"));

        assertThat(List.of(missed.cachedFiles(), partial.cachedFiles(), hit.cachedFiles()))
                .containsExactly(0, 1, 2);
        assertThat(hit.cachedBytes()).isEqualTo(hit.neededBytes());
        assertThat(TestingFileSystem.opened()).as("files read for the hit").isZero();
        byte[] fromStorage = content("miss", missed);
        assertThat(content("partial", partial)).isEqualTo(fromStorage);
        assertThat(content("hit", hit)).isEqualTo(fromStorage);
        assertThat(missed.rows()).isEqualTo(20);
    }

    @Test
    void aFileThatAPrefetchWasReadingIsToldAsJoined() throws Exception {
        SegmentFile segment = at.orders.plan(0).segments().get(0);
        CountDownLatch reading = new CountDownLatch(1);
        SourceFile file = SourceFile.of(segment, new SegmentReader(Placeholders.DEFAULT));
        SourceFile slow =
                new SourceFile(
                        file.path(),
                        file.bytes(),
                        (content, pace) -> {
                            // So much goes through once: then it stands still until it is wanted.
                            pace.next(1 << 30);
                            reading.countDown();
                            pace.next(1);
                            return file.decoder().decode(content, Pace.UNHURRIED);
                        });
        Fetches node = NodeFetches.acquire();
        try (Fetches.Serving another = node.serve()) {
            FutureTask<Optional<CachedFile>> prefetch =
                    new FutureTask<>(() -> node.prefetch(at.storage, slow));
            new Thread(prefetch).start();
            reading.await();

            PartitionBackup late = written(served("late"));

            assertThat(late.cachedFiles()).isZero();
            assertThat(late.joinedFiles()).isEqualTo(1);
            assertThat(late.joinedBytes()).isEqualTo(segment.bytes());
            assertThat(prefetch.get()).isPresent();
        } finally {
            NodeFetches.release();
        }
    }

    @Test
    void aRestartedJobServesFromDiskWithoutReadingStorage() throws Exception {
        ServingSettings memory = at.settings;
        ServingSettings withDisk =
                new ServingSettings(
                        memory.storage(),
                        memory.clock(),
                        memory.cache().withDisk(folder.resolve("ssd"), 1 << 20),
                        memory.threads(),
                        memory.timeout(),
                        memory.targetWait());
        serve.close();
        serve = open(withDisk);
        PartitionBackup before = written(served("before"));
        serve.close();
        serve = open(withDisk);
        TestingFileSystem.recover();
        // What the disk holds is found in the background.
        var plan = at.task(at.attempt("r", "after", 1), 0).plan();
        while (!cache().contains(plan.snapshot().path())
                || !cache().contains(plan.segments().get(0).path())) {
            Thread.sleep(1);
        }
        TestingFileSystem.recover();

        PartitionBackup after = written(served("after"));

        assertThat(after.cachedFiles()).isEqualTo(2);
        assertThat(TestingFileSystem.opened()).as("files read").isZero();
        assertThat(cache().counters().diskHits()).isEqualTo(2);
        assertThat(content("after", after)).isEqualTo(content("before", before));
    }

    private static AsyncHarness<ServeTask, Served> open(ServingSettings settings) throws Exception {
        return AsyncHarness.open(
                new ServeFunction(settings), ServeTask.class, ServingFixture.TIMEOUT);
    }

    @Test
    void aSegmentThatClosedAfterThePrefetchComesFromStorage() throws Exception {
        SnapshotFile snapshot = at.orders.plan(0).snapshot();
        cache().putPrefetched(
                        snapshot.path(),
                        Snapshots.decode(
                                snapshot, at.storage.readAll(snapshot.path(), snapshot.bytes())),
                        snapshot.bytes(),
                        600_000);
        prefetch(at.orders.plan(0).segments().get(0));
        at.orders.closeSegment();

        PartitionBackup backup = written(served("newer"));

        assertThat(backup.neededFiles()).isEqualTo(3);
        assertThat(backup.cachedFiles()).isEqualTo(2);
        assertThat(cache().usedPrefetchedBytes()).isEqualTo(backup.cachedBytes());
    }

    @Test
    void storageThatRefusesForAWhileIsTriedAgain() throws Exception {
        ServeTask task = at.task(at.attempt("r", "later", 1), 0);
        TestingFileSystem.refuse(2);

        PartitionBackup backup = written(served(task));

        assertThat(backup.rows()).isEqualTo(20);
    }

    @Test
    void storageThatKeepsRefusingFailsTheRequestWithTheCause() throws Exception {
        ServeTask task = at.task(at.attempt("r", "never", 1), 0);
        TestingFileSystem.refuse(Integer.MAX_VALUE);

        Served served = served(task);

        assertThat(served.partition()).isNull();
        assertThat(served.failure())
                .startsWith("partition 0: cannot write partition 0 of public.orders after 3")
                .contains("Connection refused");
    }

    @Test
    void aDamagedFileFailsTheRequestByNameAtOnce() throws Exception {
        String segment = at.orders.plan(0).segments().get(0).path();
        Orders.damage(segment);
        TestingFileSystem.recover();

        Served served = served("damaged");

        assertThat(served.failure()).contains(segment).contains("checksum");
        assertThat(TestingFileSystem.opened()).as("attempts").isEqualTo(1);
    }

    @Test
    void aFileThatIsGoneFailsTheRequestByName() throws Exception {
        ServeTask task = at.task(at.attempt("r", "gone", 1), 0);
        String segment = task.plan().segments().get(0).path();
        at.storage.fileSystem().delete(new org.apache.hadoop.fs.Path(segment), false);

        serve.send(task);
        serve.await();

        assertThat(serve.extractOutputValues().get(0).failure()).contains(segment);
    }

    @Test
    void whatRetentionHasRemovedIsPlannedAnew() throws Exception {
        ServeTask task = at.task(at.attempt("r", "retired", 1), 0);
        new io.foresnap.archive.SnapshotRoller(
                        at.storage, io.foresnap.changelog.Placeholders.DEFAULT)
                .roll(
                        new io.foresnap.event.TablePartition(at.orders.table, 0),
                        task.plan().targetMs());
        at.storage
                .fileSystem()
                .delete(new org.apache.hadoop.fs.Path(task.plan().snapshot().path()), false);
        for (var segment : task.plan().segments()) {
            at.storage.fileSystem().delete(new org.apache.hadoop.fs.Path(segment.path()), false);
        }

        serve.send(task);
        serve.await();

        Served served = serve.extractOutputValues().get(0);
        assertThat(served.failure()).isNull();
        assertThat(served.partition()).extracting(p -> p.rows()).isEqualTo(20L);
    }

    @Test
    void whatTakesTooLongIsInterruptedAndLeavesNothingVisible() throws Exception {
        ServeTask task = at.task(at.attempt("r", "stuck", 1), 0);
        TestingFileSystem.recover();
        TestingFileSystem.getStuck();
        serve.send(task);
        while (TestingFileSystem.opened() == 0) {
            Thread.onSpinWait();
        }

        serve.setProcessingTime(ServingFixture.TIMEOUT.toMillis());
        serve.await();

        assertThat(serve.extractOutputValues())
                .extracting(Served::failure)
                .containsExactly("partition 0: it took longer than serving.timeout");
        // Still stuck: the thread is free only because it was interrupted.
        assertThat(TestingFileSystem.awaitInterrupted()).isTrue();
        TestingFileSystem.recover();
        assertThat(at.visibleBackups()).isEmpty();
    }

    @Test
    void storageThatNeverLetsGoOfItsThreadsDoesNotHoldUpLaterRequests() throws Exception {
        ServeTask first = at.task(at.attempt("r", "first", 1), 0);
        ServeTask second = at.task(at.attempt("r", "second", 1), 0);
        ServeTask later = at.task(at.attempt("r", "later", 1), 0);
        TestingFileSystem.recover();
        TestingFileSystem.getStuckForGood();
        serve.send(first);
        serve.send(second);
        while (TestingFileSystem.opened() < at.settings.threads()) {
            Thread.onSpinWait();
        }

        serve.setProcessingTime(ServingFixture.TIMEOUT.toMillis());
        serve.await(2);
        TestingFileSystem.letOthersPass();
        serve.send(later);
        serve.await(3);

        assertThat(serve.extractOutputValues().get(2).failure()).isNull();
        TestingFileSystem.recover();
        serve.close();
        // They write to the folder, which is deleted next.
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("foresnap-ServeFunction"))) {
            Thread.sleep(5);
        }
    }

    @Test
    void closingEndsItsThreads() throws Exception {
        ServeTask task = at.task(at.attempt("r", "stuck", 1), 0);
        TestingFileSystem.recover();
        TestingFileSystem.getStuck();
        serve.send(task);
        while (TestingFileSystem.opened() == 0) {
            Thread.onSpinWait();
        }

        serve.close();

        assertThat(TestingFileSystem.awaitInterrupted()).isTrue();
    }
}
