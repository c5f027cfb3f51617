package io.foresnap.local.demo.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.client.ResultMessage;
import io.foresnap.event.BackupRequest;
import io.foresnap.local.demo.verify.Replay;
import io.foresnap.local.demo.verify.Verifier;
import io.foresnap.local.demo.workload.TableKind;
import io.foresnap.local.demo.workload.TableSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's backups of made-up changes, checked as the demonstration checks them. */
class TableFeedTest {

    private static final long START = 1_800_000_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @TempDir Path folder;

    @Test
    void makesEveryKindOfChange() {
        List<Change> changes = new ArrayList<>();
        TableChanges source = new TableChanges(table(1), START);
        source.snapshot(changes::add);
        source.advance(START + 100 * HOUR, changes::add);

        assertThat(changes).extracting(Change::op).contains('r', 'c', 'u', 'd', 't');
        assertThat(changes).anyMatch(c -> String.valueOf(c.after()).contains(Change.PLACEHOLDER));
        assertThat(changes).anyMatch(c -> String.valueOf(c.after()).contains("\"channel\""));
        boolean back = false;
        boolean keyChange = false;
        for (int i = 1; i < changes.size(); i++) {
            Change one = changes.get(i - 1);
            Change two = changes.get(i);
            back |= two.tsMs() < one.tsMs();
            keyChange |= one.op() == 'd' && two.op() == 'c' && one.lsn() == two.lsn();
        }
        assertThat(back).isTrue();
        assertThat(keyChange).isTrue();
    }

    @Test
    void backupsEqualTheReplayAtAnyTime() throws Exception {
        for (int partitions : new int[] {1, 3}) {
            backupsEqualTheReplay(table(partitions), new SplittableRandom(partitions));
        }
    }

    private void backupsEqualTheReplay(TableSpec table, SplittableRandom random) throws Exception {
        Replay replay = new Replay(table.partitions());
        try (Storage storage =
                        Storage.open(folder.resolve("root-" + table.partitions()).toString());
                Verifier verifier = new Verifier(storage, Map.of(table.name(), replay))) {
            TableFeed feed =
                    new TableFeed(storage, table, START, replay::append, replay::completeThroughMs);
            feed.snapshot();
            for (int hour = 1; hour <= 60; hour++) {
                feed.advance(START + hour * HOUR);
                if (hour % 10 == 0) {
                    feed.rollSnapshots();
                }
                long target = START + 1 + random.nextLong(feed.archivedThroughMs() - START);
                check(
                        storage,
                        verifier,
                        request(table, hour, hour % 3 == 0 ? BackupRequest.LATEST : target));
            }
            assertThat(verifier.finish(60)).isTrue();
            assertThat(verifier.firstMismatch()).isEmpty();
            assertThat(verifier.verified()).isEqualTo(60);
        }
    }

    private static void check(Storage storage, Verifier verifier, BackupRequest request)
            throws Exception {
        var directory =
                new DirectBackup(storage, Placeholders.DEFAULT).run(request, START + 1000 * HOUR);
        var manifest = Backups.manifest(storage, directory);
        verifier.submit(
                request,
                START,
                new ResultMessage(
                        request.requestId(),
                        request.table(),
                        "ACKNOWLEDGED",
                        null,
                        directory.toString(),
                        manifest.targetTimeMs(),
                        manifest.rows(),
                        0,
                        0,
                        0,
                        0,
                        0,
                        null,
                        0));
    }

    @Test
    void aWrongBackupIsReported() throws Exception {
        TableSpec table = table(1);
        Replay replay = new Replay(1);
        try (Storage storage = Storage.open(folder.resolve("wrong").toString());
                Verifier verifier = new Verifier(storage, Map.of(table.name(), replay))) {
            TableFeed feed = new TableFeed(storage, table, START, change -> {}, () -> START);
            feed.snapshot();
            feed.advance(START + 5 * HOUR);
            TableSpec other =
                    new TableSpec(
                            table.name(), table.kind(), 1, table.rows(), 40, table.seed() + 1);
            new TableChanges(other, START).snapshot(replay::append);

            check(storage, verifier, request(table, 1, BackupRequest.LATEST));

            assertThat(verifier.finish(60)).isTrue();
            assertThat(verifier.mismatched()).isEqualTo(1);
            assertThat(verifier.firstMismatch().orElseThrow().toString())
                    .contains("r1", table.name(), "expected");
        }
    }

    private static BackupRequest request(TableSpec table, int number, long target) {
        List<Integer> partitions =
                table.partitions() > 1 && number % 4 == 0 ? List.of(0, 2) : List.of();
        return new BackupRequest("r" + number, table.name(), partitions, target, "test", START);
    }

    private static TableSpec table(int partitions) {
        return new TableSpec("page8228", TableKind.RECORDED, partitions, 60, 40, 5);
    }
}
