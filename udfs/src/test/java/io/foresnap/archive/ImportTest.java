package io.foresnap.archive;

import static io.foresnap.ChangeFeed.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.ChangeFeed;
import io.foresnap.Layout;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.Catalog;
import io.foresnap.merge.NotRestorableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they come: odd characters, compression, broken lines, imports that broke off. */
class ImportTest {

    private static final String ORDERS = "public.orders";

    @TempDir Path folder;

    private final ChangeFeed orders = ChangeFeed.of(ORDERS);

    @Layout
    void oddCharactersComeBackByteForByte(int partitions, int segment) throws IOException {
        String odd = "\u2028 \u2029 \u0085 \uD83D\uDE00 \\u2028 \\\" \\\\n \\/ é \u00a0";
        orders.commit(1000).insert(1, "v", odd, "n", "[1e400, -0.0, 12345678901234567890]");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1000))
                    .containsExactly(
                            row("id", 1, "v", odd, "n", "[1e400, -0.0, 12345678901234567890]"));
        }
    }

    @Test
    void compressedFilesBlankLinesAndCarriageReturnsAreRead() throws IOException {
        orders.commit(1000).insert(1, "v", "a").commit(2000).insert(2, "v", "b");
        String text = "\r\n\n  \t\n" + String.join("\r\n\r\n", orders.lines());
        Path file = folder.resolve("events.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        try (TestingArchive archive = new TestingArchive(folder, 1, 10)) {
            archive.load(List.of(file));

            assertThat(archive.rowsAt(ORDERS, 2000))
                    .containsExactly(row("id", 1, "v", "a"), row("id", 2, "v", "b"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "nonsense",
                "{\"key\":null}",
                "{\"key\":null,\"value\":{}}",
                "{\"key\":null,\"value\":7}",
                "{\"key\":null,\"value\":{\"op\":\"c\",\"after\":{}}}",
                "{\"key\":null,\"value\":{\"op\":\"x\",\"after\":{},"
                        + "\"source\":{\"ts_ms\":1,\"schema\":\"s\",\"table\":\"t\"}}}",
                "{\"key\":null,\"value\":{\"op\":\"c\",\"after\":{},"
                        + "\"source\":{\"schema\":\"s\",\"table\":\"t\"}}}",
                "{\"key\":null,\"value\":{\"op\":\"c\",\"after\":{},"
                        + "\"source\":{\"ts_ms\":-1,\"schema\":\"s\",\"table\":\"t\"}}}",
                "{\"key\":null,\"value\":{\"op\":\"c\",\"after\":{},\"source\":"
                        + "{\"ts_ms\":1767225600000000,\"schema\":\"s\",\"table\":\"t\"}}}",
                "{\"key\":null,\"value\":{\"op\":\"c\",\"after\":{},"
                        + "\"source\":{\"ts_ms\":1,\"schema\":\"..\",\"table\":\"/etc\"}}}",
                "{\"key\":null,\"value\":{\"op\":\"u\",\"after\":null,"
                        + "\"source\":{\"ts_ms\":1,\"schema\":\"s\",\"table\":\"t\"}}}",
                "{\"key\":null,\"value\":{\"op\":\"c\",\"after\":[],\"source\":"
                        + "{\"ts_ms\":1,\"schema\":\"s\",\"table\":\"t\",\"lsn\":1}}} trailing"
            })
    void aMalformedLineIsNamedByFileAndLine(String line) throws IOException {
        orders.commit(1000).insert(1, "v", "a").line("").line(line);

        try (TestingArchive archive = new TestingArchive(folder, 1, 10)) {
            assertThatThrownBy(() -> archive.load(orders))
                    .isInstanceOf(MalformedEventException.class)
                    .hasMessageContaining("events-0.jsonl line 3: ");
        }
    }

    @Layout
    void anImportThatBrokeOffCanBeMended(int partitions, int segment) throws IOException {
        for (int id = 1; id <= 5; id++) {
            orders.commit(1000 + id).read(id, "v", "a");
        }
        ChangeFeed broken = ChangeFeed.of(ORDERS);
        orders.lines().forEach(broken::line);
        broken.line("{");
        orders.commit(2000).insert(6, "v", "b").commit(3000).delete(1);

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            assertThatThrownBy(() -> archive.load(broken)).hasMessageContaining("line 6");
            archive.load(orders);

            // While the connector read the rows, no state of the table is known.
            assertThatThrownBy(() -> archive.rowsAt(ORDERS, 1003))
                    .isInstanceOf(NotRestorableException.class);
            assertThat(archive.rowsAt(ORDERS, 1005)).hasSize(5);
            assertThat(archive.rowsAt(ORDERS, 3000)).hasSize(5).allMatch(r -> !r.contains(":1,"));
        }
    }

    @Layout
    void anImportThatBrokeOffBehindTheFirstSnapshotCanBeMended(int partitions, int segment)
            throws IOException {
        orders.commit(1000).read(1, "v", "a").commit(2000).update(1, "v", "b");
        ChangeFeed broken = ChangeFeed.of(ORDERS);
        orders.lines().forEach(broken::line);
        broken.line("{");

        try (TestingArchive archive = new TestingArchive(folder, partitions, segment)) {
            assertThatThrownBy(() -> archive.load(broken)).hasMessageContaining("line 3");
            assertThat(Catalog.partitions(archive.storage(), ORDERS)).hasSize(partitions);
            archive.load(orders);

            assertThat(archive.rowsAt(ORDERS, 1000)).containsExactly(row("id", 1, "v", "a"));
            assertThat(archive.rowsAt(ORDERS, 2000)).containsExactly(row("id", 1, "v", "b"));
        }
    }

    @Test
    void aTableKeepsItsNumberOfPartitions() throws IOException {
        orders.commit(1000).insert(1, "v", "a");

        try (TestingArchive four = new TestingArchive(folder, 4, 10);
                TestingArchive two = new TestingArchive(folder, 2, 10)) {
            four.load(orders);

            assertThatThrownBy(() -> two.load(orders)).hasMessageContaining("has 4 partitions");
        }
    }
}
