package io.foresnap.cluster.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.client.ResultMessage;
import io.foresnap.cluster.check.Conversation.Exchange;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check finds what it is there to find; with real backups in a folder. */
@SuppressWarnings("NullAway.Init")
class VerdictTest {

    @TempDir Path folder;
    private Storage storage;
    private CheckTables tables;
    private RequestMaker maker;
    private final List<Exchange> exchanges = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        storage = Storage.open(folder.resolve("root").toString());
        tables = new CheckTables(storage, 3, 1);
        tables.prepare();
        maker = new RequestMaker(tables, 1);
        for (int i = 0; i < 6; i++) {
            BackupRequest request = maker.next();
            exchanges.add(exchange(request, List.of(backup(request))));
        }
    }

    @AfterEach
    void close() throws Exception {
        tables.close();
        storage.close();
    }

    @Test
    void nothingIsFoundWhereEverythingIsRight() throws Exception {
        Verdict verdict = verdict();

        assertThat(verdict.line()).isEqualTo("lost 0 doubled 0 wrong 0");
        assertThat(verdict.right()).isTrue();
        assertThat(verdict.findings()).isEmpty();
    }

    @Test
    void aRequestWithoutAnswerIsLost() throws Exception {
        exchanges.add(exchange(maker.next(), List.of()));

        assertThat(verdict().line()).isEqualTo("lost 1 doubled 0 wrong 0");
    }

    @Test
    void theSameAnswerAgainIsNoneTooMany() throws Exception {
        BackupRequest request = maker.next();
        ResultMessage result = backup(request);
        exchanges.add(exchange(request, List.of(result, result)));

        assertThat(verdict().right()).isTrue();
        assertThat(verdict().repeated()).isEqualTo(1);
    }

    @Test
    void twoAnswersThatDifferAreFound() throws Exception {
        BackupRequest request = maker.next();
        ResultMessage result = backup(request);
        exchanges.add(exchange(request, List.of(result, result(request, "FAILED", "", 0, 0))));

        assertThat(verdict().line()).isEqualTo("lost 0 doubled 1 wrong 0");
    }

    @Test
    void aBackupThatIsNobodysIsFound() throws Exception {
        BackupRequest request = maker.next();
        backup(request);

        Verdict verdict = verdict();

        assertThat(verdict.line()).isEqualTo("lost 0 doubled 1 wrong 0");
        assertThat(verdict.findings())
                .singleElement()
                .asString()
                .contains("too many")
                .contains(request.requestId());
    }

    @Test
    void aBackupOfAnotherTimeThanAskedForIsWrong() throws Exception {
        BackupRequest request = maker.next();
        ResultMessage right = backup(request);
        ResultMessage wrong =
                result(
                        request,
                        "ACKNOWLEDGED",
                        String.valueOf(right.directory()),
                        tables.snapshotMs() + 1,
                        right.rows());
        exchanges.add(exchange(request, List.of(wrong)));

        assertThat(verdict().line()).isEqualTo("lost 0 doubled 0 wrong 1");
    }

    @Test
    void aRequestThatFailedIsWrong() throws Exception {
        BackupRequest request = maker.next();
        exchanges.add(exchange(request, List.of(result(request, "FAILED", "", 0, 0))));

        assertThat(verdict().line()).isEqualTo("lost 0 doubled 0 wrong 1");
    }

    private Verdict verdict() throws IOException, InterruptedException {
        return Verdict.of(exchanges, storage, tables.replays());
    }

    private Exchange exchange(BackupRequest request, List<ResultMessage> results) {
        return new Exchange(
                request,
                tables.archivedThroughMs(request.table()),
                0,
                results,
                new AtomicReference<>(results.isEmpty() ? null : 1L));
    }

    private ResultMessage backup(BackupRequest request) throws IOException {
        var directory =
                new DirectBackup(storage, Placeholders.DEFAULT)
                        .run(request, InstantSource.system().millis());
        var manifest = Backups.manifest(storage, directory);
        return result(
                request,
                "ACKNOWLEDGED",
                directory.toString(),
                manifest.targetTimeMs(),
                manifest.rows());
    }

    private static ResultMessage result(
            BackupRequest request, String status, String directory, long targetMs, long rows) {
        return new ResultMessage(
                request.requestId(),
                request.table(),
                status,
                null,
                directory,
                targetMs,
                rows,
                0,
                0,
                0,
                0,
                0,
                null,
                0);
    }
}
