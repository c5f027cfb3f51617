package io.foresnap.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.ChangeFeed;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.DamagedFileException;
import io.foresnap.changelog.Placeholders;
import io.foresnap.event.BackupRequest;
import io.foresnap.merge.PartitionPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionWritersTest {

    private static final String TABLE = "public.things";

    @TempDir Path folder;

    private TestingArchive archive() throws IOException {
        ChangeFeed feed = ChangeFeed.of(TABLE);
        for (int i = 0; i < 200; i++) {
            feed.commit(1000 + i).insert(i, "v", "some text " + i * 7919L);
        }
        TestingArchive archive = new TestingArchive(folder, 5, 6);
        archive.load(feed);
        return archive;
    }

    private static List<PartitionPlan> plans(TestingArchive archive) throws IOException {
        BackupRequest request = new BackupRequest("r", TABLE, List.of(), 1150, "", 0);
        return new BackupPlanner(archive.storage()).plan(request, 2_000_000).partitions();
    }

    @ParameterizedTest(name = "{0} threads, {1} bytes of memory")
    @CsvSource({"1,1000000000", "3,1000000000", "3,1", "8,1000000000"})
    void partitionsComeInOrderHoweverManyAreWrittenAtATime(int threads, long memory)
            throws IOException {
        try (TestingArchive archive = archive();
                PartitionWriters writers =
                        new PartitionWriters(
                                archive.storage(), Placeholders.DEFAULT, threads, memory)) {
            org.apache.hadoop.fs.Path staging =
                    new org.apache.hadoop.fs.Path(archive.storage().root(), "staging");

            List<PartitionBackup> written = writers.write(staging, TABLE, plans(archive));

            assertThat(written)
                    .extracting(PartitionBackup::partition)
                    .containsExactly(0, 1, 2, 3, 4);
            assertThat(written.stream().mapToLong(PartitionBackup::rows).sum()).isEqualTo(151);
        }
    }

    @Test
    void nothingIsWrittenAnyMoreOnceAPartitionHasFailed() throws IOException {
        try (TestingArchive archive = archive();
                PartitionWriters writers =
                        new PartitionWriters(
                                archive.storage(), Placeholders.DEFAULT, 3, 1_000_000_000)) {
            List<PartitionPlan> plans = plans(archive);
            String damaged = plans.get(2).segments().get(1).path();
            Files.write(Path.of(java.net.URI.create(damaged).getPath()), new byte[500]);
            org.apache.hadoop.fs.Path staging =
                    new org.apache.hadoop.fs.Path(archive.storage().root(), "staging");

            assertThatThrownBy(() -> writers.write(staging, TABLE, plans))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining(damaged);
            assertThat(archive.storage().list(staging))
                    .allMatch(file -> file.getPath().getName().endsWith(".avro"));
        }
    }
}
