package io.foresnap.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.archive.DebeziumParser;
import io.foresnap.archive.SnapshotRoller;
import io.foresnap.archive.TableArchiver;
import io.foresnap.backup.BackupPlanner;
import io.foresnap.backup.Backups;
import io.foresnap.backup.DirectBackup;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.lease.LeaseHolder;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.retention.BackupRetention;
import io.foresnap.retention.Removal.State;
import io.foresnap.retention.Retention;
import io.foresnap.retention.RetentionReport;
import io.foresnap.retention.RetentionSettings;
import io.foresnap.verify.Finding;
import io.foresnap.verify.Finding.Kind;
import io.foresnap.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention, leases and verification on a real HDFS, by clients that share nothing. */
@SuppressWarnings("NullAway.Init")
class RetentionOnHdfsTest {

    private static final String TABLE = "public.items";
    private static final long START = 1_772_000_000_000L;
    private static final long SINCE = START + 8500;

    private static EmbeddedHdfs hdfs;
    private String root;
    private Storage reader;
    private Storage keeper;

    @BeforeAll
    static void start() throws IOException {
        hdfs = EmbeddedHdfs.start();
    }

    @AfterAll
    static void stop() throws IOException {
        hdfs.close();
    }

    @BeforeEach
    void load() throws IOException {
        root = hdfs.uri() + "/" + UUID.randomUUID();
        reader = Storage.open(root);
        keeper = Storage.open(root);
        TableArchiver archiver = TableArchiver.open(reader, TABLE, 2, 3);
        SnapshotRoller roller = new SnapshotRoller(reader, Placeholders.DEFAULT);
        DebeziumParser parser = new DebeziumParser();
        for (int second = 0; second < 20; second++) {
            for (int id = 0; id < 4; id++) {
                archiver.add(parser.parse(line(id, second)).orElseThrow());
            }
            if (second % 5 == 0) {
                archiver.completeThrough(START + second * 1000L);
                for (int partition = 0; partition < 2; partition++) {
                    roller.roll(new TablePartition(TABLE, partition), START + second * 1000L);
                }
            }
        }
        archiver.completeThrough(START + 20_000);
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        keeper.close();
    }

    private static byte[] line(int id, int second) {
        return """
                {"key":{"id":%d},"value":{"before":null,"after":{"id":%d,"v":%d},"source":\
                {"ts_ms":%d,"schema":"public","table":"items","txId":%d,"lsn":%d},"op":"%s",\
                "ts_ms":1}}"""
                .formatted(
                        id,
                        id,
                        second,
                        START + second * 1000L,
                        second,
                        100 * second + id,
                        second == 0 ? "r" : "u")
                .getBytes(StandardCharsets.UTF_8);
    }

    private RetentionReport retain() throws IOException {
        Duration window = Duration.ofSeconds(5);
        return new Retention(
                        keeper,
                        Placeholders.DEFAULT,
                        new RetentionSettings(window, Duration.ZERO, Duration.ofDays(1)))
                .run(List.of(TABLE), SINCE + window.toMillis());
    }

    private Path backup(String id, long targetMs) throws IOException {
        return new DirectBackup(reader, Placeholders.DEFAULT)
                .run(new BackupRequest(id, TABLE, List.of(), targetMs, "test", 0), START * 2);
    }

    private List<String> rows(Path backup) throws IOException {
        List<String> rows = new ArrayList<>();
        Backups.forEachRow(
                reader, backup, (key, row) -> rows.add(new String(row, StandardCharsets.UTF_8)));
        return rows;
    }

    private List<Finding> findings() throws IOException {
        Verification verification = new Verification(keeper, Placeholders.DEFAULT, true);
        verification.table(TABLE);
        verification.run(2, bytes -> {});
        return verification.findings();
    }

    @Test
    void filesOfAPlanStayWhileItsReaderLivesAndGoAfterwards() throws IOException {
        List<String> before = rows(backup("before", SINCE));
        BackupRequest old = new BackupRequest("r", TABLE, List.of(), START + 1000, "", 0);
        List<Path> planned = new ArrayList<>();

        try (LeaseHolder lease = LeaseHolder.open(reader);
                LeaseHolder.Reading reading = lease.begin()) {
            for (PartitionPlan plan :
                    new BackupPlanner(reader).plan(old, Long.MAX_VALUE).partitions()) {
                planned.add(new Path(plan.snapshot().path()));
                plan.segments().forEach(segment -> planned.add(new Path(segment.path())));
            }
            RetentionReport report = retain();

            assertThat(report.files(State.HELD)).isPositive();
            assertThat(report.files(State.REMOVED)).isZero();
            for (Path path : planned) {
                assertThat(reader.fileSystem().exists(path)).as("%s", path).isTrue();
            }
        }

        RetentionReport report = retain();
        assertThat(report.files(State.HELD)).isZero();
        assertThat(report.files(State.REMOVED)).isPositive();
        assertThat(reader.fileSystem().exists(planned.get(0))).isFalse();
        assertThat(rows(backup("after", SINCE))).isEqualTo(before);
        assertThat(findings()).isEmpty();
        assertThat(keeper.list(new Path(keeper.root(), "leases"))).isEmpty();
    }

    @Test
    void aFileThatIsStillOpenIsNoOrphan() throws IOException {
        Path folder = reader.directory("changelog", TABLE, 0);
        Path open = new Path(folder, ".tmp-" + UUID.randomUUID());
        Path orphan = new Path(folder, ".tmp-" + UUID.randomUUID());
        reader.fileSystem().create(orphan).close();

        try (FSDataOutputStream writing = reader.fileSystem().create(open)) {
            writing.write(new byte[1000]);
            writing.hflush();

            assertThat(findings())
                    .extracting(Finding::kind, finding -> new Path(finding.path()).getName())
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(Kind.IN_PROGRESS, open.getName()),
                            org.assertj.core.groups.Tuple.tuple(Kind.ORPHAN, orphan.getName()));
        }
    }

    @Test
    void backupsGoOnlyWhenAskedForAndAsAWhole() throws IOException {
        Path one = backup("one", SINCE);
        Path two = backup("two", SINCE);
        retain();
        assertThat(rows(one)).isEqualTo(rows(two)).hasSize(4);

        new BackupRetention(keeper, true).byId(List.of(TABLE), List.of("one"));
        assertThat(rows(one)).hasSize(4);
        new BackupRetention(keeper, false).byId(List.of(TABLE), List.of("one"));

        assertThat(reader.fileSystem().exists(one)).isFalse();
        assertThat(reader.list(one.getParent())).hasSize(1);
        assertThat(rows(two)).hasSize(4);
    }
}
