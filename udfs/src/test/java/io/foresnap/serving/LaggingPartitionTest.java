package io.foresnap.serving;

import static io.foresnap.ChangeFeed.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.AsyncHarness;
import io.foresnap.ChangeFeed;
import io.foresnap.TestingArchive;
import io.foresnap.cache.CacheSettings;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.event.VirtualClock;
import io.foresnap.merge.Planner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One partition is asked for, to which rows have moved from another whose log lags behind. */
@SuppressWarnings("NullAway.Init")
@Timeout(60)
class LaggingPartitionTest {

    private static final TablePartition ASKED = new TablePartition("public.docs", 0);
    private static final int ROWS = 20;
    private static final long MOVED_MS = 2000;

    @TempDir Path folder;
    private TestingArchive archive;
    private List<Path> lagging;

    @BeforeEach
    void letALogLag() throws IOException {
        ChangeFeed docs = ChangeFeed.of(ASKED.table());
        docs.commit(1000);
        for (int id = 0; id < ROWS; id++) {
            docs.insert(id, "big", "text " + id);
        }
        docs.commit(MOVED_MS);
        for (int id = 0; id < ROWS; id++) {
            docs.move(id, 100 + id, "big", UNCHANGED);
        }
        archive = new TestingArchive(folder, 2, 1);
        archive.load(docs);
        lagging = archive.hideLog(ASKED.table(), 1, MOVED_MS);
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
    }

    @Test
    void theRequestIsServedOnceTheLogIsThere() throws Exception {
        try (var serve = serving(Duration.ofMinutes(10))) {
            serve.send(task());
            // In vain at first, usually: nothing here depends on it.
            Thread.sleep(100);
            archive.showLog(lagging);
            serve.await();

            Served served = serve.extractOutputValues().get(0);
            assertThat(served.failure()).isNull();
            assertThat(served.partition()).isNotNull();
        }
    }

    @Test
    void theAnswerNamesThePartitionWhenItIsNotThereInTime() throws Exception {
        try (var serve = serving(Duration.ZERO)) {
            serve.send(task());
            serve.await();

            assertThat(serve.extractOutputValues().get(0).failure())
                    .startsWith("partition 0: a row moved here from another partition at")
                    .contains("1970-01-01T00:00:02Z, but the log of partition 1 reaches only");
        }
    }

    private AsyncHarness<ServeTask, Served> serving(Duration targetWait) throws Exception {
        var settings =
                new ServingSettings(
                        new StorageSettings(
                                archive.storage().root().toString(),
                                new Retry(0, 1),
                                List.of(UNCHANGED)),
                        new VirtualClock(0, 0, 1),
                        CacheSettings.ofMemory(1 << 20),
                        1,
                        ServingFixture.TIMEOUT,
                        targetWait);
        return AsyncHarness.open(
                new ServeFunction(settings), ServeTask.class, ServingFixture.TIMEOUT);
    }

    private ServeTask task() throws IOException {
        var request =
                new BackupRequest(
                        "r", ASKED.table(), List.of(ASKED.partition()), MOVED_MS, "test", 0);
        return new ServeTask(
                new ServeTask.Attempt(request, "a", System.currentTimeMillis(), 0),
                Planner.list(archive.storage(), ASKED).plan(MOVED_MS));
    }
}
