package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.savepoint.AccessRow;
import io.foresnap.savepoint.HistoryReader;
import io.foresnap.savepoint.PartitionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an earlier version has learned is read by this one. */
class StateLayoutTest {

    private static final long FIRST = Instant.parse("2026-03-02T00:01:00Z").toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @ParameterizedTest
    @ValueSource(
            ints = {
                KeptSavepoint.BEFORE_NEEDS,
                KeptSavepoint.FIRST_IMPORTED,
                KeptSavepoint.BEFORE_CHANCES
            })
    void theHistoryOfAnEarlierVersionIsReadWhole(int layout, @TempDir Path folder)
            throws IOException {
        HistoryReader.History history =
                HistoryReader.read(
                        KeptSavepoint.in(folder.resolve("kept"), layout),
                        table -> true,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE);

        assertThat(history.partitions())
                .containsExactly(
                        new PartitionRow(
                                "public.items",
                                1,
                                30,
                                FIRST + 5000,
                                FIRST + 29 * HOUR + 5000,
                                0,
                                0),
                        new PartitionRow(
                                "public.items", 2, 5, FIRST + 9000, FIRST + 28 * HOUR + 9000, 0, 0),
                        new PartitionRow("public.orders", 0, 30, FIRST, FIRST + 29 * HOUR, 0, 0));
        assertThat(history.accesses()).hasSize(45);
        assertThat(history.accesses())
                .contains(
                        new AccessRow("public.items", 1, FIRST + 10 * HOUR + 5000, "nightly", 0),
                        new AccessRow("public.items", 2, FIRST + 21 * HOUR + 9000, "", 0),
                        new AccessRow(
                                "public.orders", 0, FIRST + 29 * HOUR, "nightly", 5 * 3600 + 60));
    }
}
