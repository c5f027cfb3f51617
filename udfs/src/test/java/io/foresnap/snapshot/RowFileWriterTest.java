package io.foresnap.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.AvroBlockReader;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.RunBuilder;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowFileWriterTest {

    private static final int ROWS = 5000;

    @TempDir Path root;

    private record Row(String key, String json) {}

    private static List<Row> rows(int seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            String key = "{\"id\":" + (1_000_000 + 2 * i) + "}";
            rows.add(new Row(key, "{\"v\":\"" + "y".repeat(random.nextInt(400)) + i + "\"}"));
        }
        return rows;
    }

    private static byte[] write(List<Row> rows) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (RowFileWriter writer = new RowFileWriter(file, "seed")) {
            RunBuilder.EntryView view = new RunBuilder.EntryView();
            for (Row row : rows) {
                view.kind = EntryCursor.UPSERT;
                view.keyData = utf8(row.key);
                view.keyLength = view.keyData.length;
                view.rowData = utf8(row.json);
                view.rowLength = view.rowData.length;
                view.offset = 7;
                view.tsMs = 1234;
                writer.row(view);
            }
        }
        return file.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aChangedRowChangesItsNeighbourhoodOnly() throws IOException {
        List<Row> before = rows(1);
        Set<ByteBuffer> blocks = new HashSet<>(blocks(write(before)));
        assertThat(blocks).hasSizeGreaterThan(10);

        for (int at = 0; at < ROWS; at += ROWS / 7) {
            List<Row> after = new ArrayList<>(before);
            after.remove(at);
            after.add(at, new Row("{\"id\":" + (1_000_000 + 2 * at + 1) + "}", "{\"v\":0}"));

            assertThat(blocks(write(after)).stream().filter(b -> !blocks.contains(b)))
                    .hasSizeBetween(1, 4);
        }
    }

    private static List<ByteBuffer> blocks(byte[] file) throws IOException {
        List<ByteBuffer> blocks = new ArrayList<>();
        try (AvroBlockReader reader = new AvroBlockReader(new ByteArrayInputStream(file))) {
            while (reader.next()) {
                blocks.add(ByteBuffer.wrap(reader.block()));
            }
        }
        return blocks;
    }

    @Test
    void avrosOwnReaderReadsTheFile() throws IOException {
        List<Row> rows = rows(2);
        List<Row> read = new ArrayList<>();

        try (DataFileReader<GenericRecord> file =
                new DataFileReader<>(
                        new SeekableByteArrayInput(write(rows)), new GenericDatumReader<>())) {
            for (GenericRecord record : file) {
                read.add(new Row(text(record.get("key")), text(record.get("row"))));
                assertThat(record.get("offset")).isEqualTo(7L);
                assertThat(record.get("ts_ms")).isEqualTo(1234L);
            }
        }

        assertThat(read).isEqualTo(rows);
    }

    private static String text(Object bytes) {
        return StandardCharsets.UTF_8.decode(((ByteBuffer) bytes).duplicate()).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstandard", "deflate", "null"})
    void filesOfAvrosOwnWriterAreReadButTheirBlocksNotCopied(String codec) throws IOException {
        List<Row> rows = rows(3);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer =
                new DataFileWriter<>(new GenericDatumWriter<>(RowFormat.SCHEMA))) {
            writer.setCodec(CodecFactory.fromString(codec));
            writer.create(RowFormat.SCHEMA, written);
            for (Row row : rows) {
                GenericRecord record = new GenericData.Record(RowFormat.SCHEMA);
                record.put("key", ByteBuffer.wrap(utf8(row.key)));
                record.put("row", ByteBuffer.wrap(utf8(row.json)));
                record.put("offset", 7L);
                record.put("ts_ms", 1234L);
                writer.append(record);
            }
        }
        byte[] bytes = written.toByteArray();

        try (Storage storage = Storage.open(root.toString())) {
            SnapshotFile file = snapshot(storage, bytes);
            try (RowFileCursor stored =
                            RowFileCursor.open(storage, file.path(), file.name().crc32c());
                    RowFileCursor cached = Snapshots.decode(file, bytes).cursor()) {
                assertThat(stored.blockAhead()).matches(block -> !block.canBeCopied());
                assertThat(cached.blockAhead()).matches(block -> !block.canBeCopied());
                assertThat(read(stored)).isEqualTo(rows);
                assertThat(read(cached)).isEqualTo(rows);
            }
        }
    }

    @Test
    void blocksOfThisWriterAreCopied() throws IOException {
        byte[] bytes = write(rows(4));

        try (Storage storage = Storage.open(root.toString())) {
            SnapshotFile file = snapshot(storage, bytes);
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            try (RowFileCursor stored =
                            RowFileCursor.open(storage, file.path(), file.name().crc32c());
                    RowFileWriter writer = new RowFileWriter(copy, "seed")) {
                RowBlock block = stored.blockAhead();
                while (block != null) {
                    assertThat(writer.takes(block)).isTrue();
                    writer.block(block);
                    stored.skipBlock();
                    block = stored.blockAhead();
                }
                assertThat(writer.rows()).isEqualTo(ROWS);
                assertThat(writer.rowBytes())
                        .isEqualTo(rows(4).stream().mapToLong(r -> r.json.length()).sum());
            }
            assertThat(copy.toByteArray()).isEqualTo(bytes);
        }
    }

    private SnapshotFile snapshot(Storage storage, byte[] bytes) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        SnapshotName name = new SnapshotName(8, 1234, (int) crc.getValue());
        org.apache.hadoop.fs.Path folder =
                storage.directory(Snapshots.KIND, "a.b", new TablePartition("a.b", 0).partition());
        Path file = Path.of(folder.toUri().getPath()).resolve(name.fileName());
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return new SnapshotFile(file.toString(), name, bytes.length);
    }

    private static List<Row> read(RowFileCursor cursor) throws IOException {
        List<Row> rows = new ArrayList<>();
        while (cursor.advance()) {
            rows.add(
                    new Row(
                            new String(
                                    cursor.keyData,
                                    cursor.keyPosition,
                                    cursor.keyLength,
                                    StandardCharsets.UTF_8),
                            new String(
                                    cursor.rowData,
                                    cursor.rowPosition,
                                    cursor.rowLength,
                                    StandardCharsets.UTF_8)));
        }
        return rows;
    }
}
