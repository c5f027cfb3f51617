package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.AsyncHarness;
import io.foresnap.TestingFileSystem;
import io.foresnap.backup.Backups;
import io.foresnap.backup.Manifest;
import io.foresnap.backup.PartitionBackup;
import io.foresnap.backup.PartitionWriter;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.event.BackupRequest;
import io.foresnap.merge.StorageSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class CommitFunctionTest {

    @TempDir Path folder;
    private ServingFixture at;
    private Backups backups;
    private AsyncHarness<CommitTask, Committed> commit;

    @BeforeEach
    void open() throws Exception {
        // The last step, a rename that replaces nothing, is asked of a file system by its scheme.
        at = new ServingFixture(folder.toUri().toString(), 2);
        backups = new Backups(at.storage);
        commit =
                AsyncHarness.open(
                        new CommitFunction(at.settings), CommitTask.class, ServingFixture.TIMEOUT);
    }

    @AfterEach
    void close() throws Exception {
        commit.close();
        at.close();
    }

    private List<PartitionBackup> stage(ServeTask.Attempt attempt) throws Exception {
        var staging = backups.staging(at.orders.table, attempt.request().requestId(), attempt.id());
        List<PartitionBackup> written = new ArrayList<>();
        for (int partition = 1; partition >= 0; partition--) {
            written.add(
                    new PartitionWriter(at.storage, Placeholders.DEFAULT)
                            .write(
                                    staging,
                                    at.orders.table,
                                    at.orders.plan(partition),
                                    new StorageSource(
                                            at.storage, new SegmentReader(Placeholders.DEFAULT)),
                                    PartitionWriter.Accounting.NOTHING_CACHED));
        }
        return written;
    }

    private Committed commit(CommitTask task) throws Exception {
        commit.send(task);
        commit.await();
        List<Committed> all = commit.extractOutputValues();
        return all.get(all.size() - 1);
    }

    private BackupResult answer(CommitTask task) throws Exception {
        BackupResult result = commit(task).result();
        assertThat(result).isNotNull();
        return java.util.Objects.requireNonNull(result);
    }

    @Test
    void aBackupAppearsWholeWithItsManifest() throws Exception {
        ServeTask.Attempt attempt = at.attempt("r", "a", 2);
        List<PartitionBackup> partitions = stage(attempt);
        List<String> before = at.visibleBackups();

        BackupResult result = answer(new CommitTask(attempt, partitions, null));

        var directory = backups.directory(at.orders.table, "r");
        assertThat(before).isEmpty();
        assertThat(result.status()).isEqualTo(BackupResult.Status.ACKNOWLEDGED);
        assertThat(result.directory()).isEqualTo(directory.toString());
        assertThat(result.rows()).isEqualTo(20);
        assertThat(at.backups()).containsExactly("r");
        assertThat(at.storage.list(directory))
                .extracting(FileStatus::getPath)
                .extracting(org.apache.hadoop.fs.Path::getName)
                .containsExactly("0.avro", "1.avro", "manifest.json");
        assertThat(Backups.manifest(at.storage, directory).partitions())
                .extracting(PartitionBackup::partition)
                .containsExactly(0, 1);
    }

    @Test
    void aSecondAttemptGetsTheFirstOnesAnswerAndLeavesNothing() throws Exception {
        ServeTask.Attempt first = at.attempt("r", "a", 2);
        BackupResult firstAnswer = answer(new CommitTask(first, stage(first), null));
        Manifest firstManifest = backups.find(at.orders.table, "r").orElseThrow();

        ServeTask.Attempt second = at.attempt("r", "b", 2);
        BackupResult secondAnswer = answer(new CommitTask(second, stage(second), null));

        assertThat(secondAnswer).isEqualTo(firstAnswer);
        assertThat(backups.find(at.orders.table, "r")).contains(firstManifest);
        assertThat(at.backups()).containsExactly("r");
    }

    @Test
    void whoCameSecondIsAnsweredByItsOwnName() throws Exception {
        ServeTask.Attempt first = at.attempt("r", "a", 2);
        BackupResult firstAnswer = answer(new CommitTask(first, stage(first), null));
        BackupRequest asked = first.request();
        BackupRequest same =
                new BackupRequest(
                        asked.requestId(),
                        asked.table(),
                        asked.partitions(),
                        asked.targetTimeMs(),
                        "another",
                        asked.requestedAtMs());
        ServeTask.Attempt second =
                new ServeTask.Attempt(same, "b", first.receivedMs(), first.planMillis());

        BackupResult secondAnswer = answer(new CommitTask(second, stage(second), null));

        assertThat(firstAnswer.requester()).isEqualTo("test");
        assertThat(secondAnswer.requester()).isEqualTo("another");
        assertThat(secondAnswer)
                .usingRecursiveComparison()
                .ignoringFields("requester")
                .isEqualTo(firstAnswer);
    }

    @Test
    void attemptsThatEndTogetherGetOneAnswer() throws Exception {
        for (int i = 0; i < 12; i++) {
            ServeTask.Attempt attempt = at.attempt("r", "attempt-" + i, 2);
            List<PartitionBackup> partitions = stage(attempt);
            commit.send(new CommitTask(attempt, partitions, null));
        }
        commit.await();

        assertThat(commit.extractOutputValues()).hasSize(12);
        assertThat(commit.extractOutputValues().stream().distinct()).hasSize(1);
        assertThat(at.backups()).containsExactly("r");
    }

    @Test
    void anAttemptThatFailedLeavesNothing() throws Exception {
        ServeTask.Attempt attempt = at.attempt("r", "a", 2);
        stage(attempt);

        BackupResult result = answer(new CommitTask(attempt, List.of(), "partition 1: no luck"));

        assertThat(result.status()).isEqualTo(BackupResult.Status.FAILED);
        assertThat(result.reason()).isEqualTo("partition 1: no luck");
        assertThat(at.backups()).isEmpty();
    }

    @Test
    void anAttemptThatWasAnsweredBeforeIsOnlyRemoved() throws Exception {
        ServeTask.Attempt attempt = at.attempt("r", "a", 2);
        stage(attempt);

        Committed committed =
                commit(new CommitTask(attempt, List.of(), CommitFunction.ALREADY_ANSWERED));

        assertThat(committed.result()).isNull();
        assertThat(at.backups()).isEmpty();
    }

    @Test
    void anAttemptWhoseFilesWereRemovedBeforeARestoreNeverBecomesABackup() throws Exception {
        ServeTask.Attempt attempt = at.attempt("r", "a", 2);
        List<PartitionBackup> partitions = stage(attempt);
        var staging = backups.staging(at.orders.table, "r", "a");
        at.storage.fileSystem().delete(new org.apache.hadoop.fs.Path(staging, "0.avro"), false);

        BackupResult result = answer(new CommitTask(attempt, partitions, null));

        assertThat(result.status()).isEqualTo(BackupResult.Status.FAILED);
        assertThat(result.reason()).isEqualTo("the backup r lacks the files of its partitions [0]");
        assertThat(at.backups()).isEmpty();
    }

    @Test
    void aPartitionThatWasReportedTwiceDoesNotStandForAnother() throws Exception {
        ServeTask.Attempt attempt = at.attempt("r", "a", 2);
        PartitionBackup one = stage(attempt).get(0);

        BackupResult result = answer(new CommitTask(attempt, List.of(one, one), null));

        assertThat(result.reason()).isEqualTo("the backup r lacks the files of its partitions [0]");
        assertThat(at.backups()).isEmpty();
    }

    @Test
    void storageThatKeepsRefusingFailsTheRequestWithTheCause() throws Exception {
        commit.close();
        at.close();
        at = new ServingFixture(folder.resolve("refusing"), 2);
        commit =
                AsyncHarness.open(
                        new CommitFunction(at.settings), CommitTask.class, ServingFixture.TIMEOUT);
        backups = new Backups(at.storage);
        ServeTask.Attempt attempt = at.attempt("r", "a", 2);
        List<PartitionBackup> partitions = stage(attempt);
        TestingFileSystem.refuse(Integer.MAX_VALUE);

        BackupResult result = answer(new CommitTask(attempt, partitions, null));

        assertThat(result.reason())
                .startsWith("cannot commit the backup r after 3 attempts")
                .contains("Connection refused");
        TestingFileSystem.recover();
        assertThat(at.backups()).isEmpty();
    }
}
