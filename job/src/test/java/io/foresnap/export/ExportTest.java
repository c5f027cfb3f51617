package io.foresnap.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.table.BackupRows;
import io.foresnap.table.CapturedTables;
import io.foresnap.table.Column;
import io.foresnap.table.ColumnFile;
import io.foresnap.table.PlainText;
import io.foresnap.table.TestingBackup;
import io.foresnap.table.TypedRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported, read back by other readers, is what the backup holds. */
class ExportTest {

    @TempDir Path folder;

    @Test
    void nullEmptyTextQuotesAndLineEndsAreToldApartInCsv() throws IOException {
        String backup =
                TestingBackup.of(folder, "t")
                        .row(1, "\"v\":null,\"n\":1.5")
                        .row(2, "\"v\":\"\"")
                        .row(3, "\"v\":\"a,\\\"b\\\"\\r\\nc\\u2028\",\"n\":-2")
                        .make();

        assertThat(csv(backup))
                .isEqualTo(
                        "\"id\",\"v\",\"n\"\r\n"
                                + "\"1\",,\"1.5\"\r\n"
                                + "\"2\",\"\",\r\n"
                                + "\"3\",\"a,\"\"b\"\"\r\nc\u2028\",\"-2.0\"\r\n");
    }

    private static String csv(String backup) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BackupRows rows = BackupRows.open(backup)) {
            CsvExport.write(TypedRows.scan(rows, null), out, () -> {});
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theCapturedTablesComeBackFromCsvAndParquet() throws IOException {
        try (CapturedTables captured = new CapturedTables(folder.resolve("root"))) {
            for (int moment = 1; moment < captured.moments(); moment++) {
                for (String table : CapturedTables.NAMES) {
                    try (BackupRows backup = captured.backup(table, moment)) {
                        TypedRows rows = TypedRows.scan(backup, CapturedTables.declared(table));
                        List<List<String>> expected = texts(rows);
                        ByteArrayOutputStream csv = new ByteArrayOutputStream();
                        CsvExport.write(rows, csv, () -> {});
                        Path parquet = folder.resolve(table + moment + ".parquet");
                        ParquetExport.write(rows, parquet, () -> {});

                        assertThat(expected).hasSameSizeAs(CapturedTables.truth(table, moment));
                        assertThat(fromCsv(csv.toString(StandardCharsets.UTF_8)))
                                .isEqualTo(expected);
                        assertThat(fromParquet(parquet)).isEqualTo(expected);
                    }
                }
            }
        }
    }

    private static List<List<String>> texts(TypedRows rows) throws IOException {
        List<List<String>> texts = new ArrayList<>();
        rows.forEach(
                (key, values) -> {
                    List<String> row = new ArrayList<>();
                    for (Object value : values) {
                        row.add(String.valueOf(PlainText.of(value)));
                    }
                    texts.add(row);
                });
        return texts;
    }

    private static List<List<String>> fromCsv(String text) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        CSVFormat format =
                CSVFormat.POSTGRESQL_CSV
                        .builder()
                        .setEscape(null)
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .build();
        for (CSVRecord record : format.parse(new StringReader(text))) {
            List<String> row = new ArrayList<>();
            record.forEach(value -> row.add(String.valueOf(value)));
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> fromParquet(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (ParquetReader<Group> reader =
                ParquetReader.builder(
                                new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                        .build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < group.getType().getFieldCount(); i++) {
                    row.add(
                            group.getFieldRepetitionCount(i) == 0
                                    ? "null"
                                    : ParquetTexts.text(group, i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void parquetHasLogicalTypes() throws IOException {
        try (CapturedTables captured = new CapturedTables(folder.resolve("root"));
                BackupRows backup = captured.backup("orders", 6)) {
            Path file = folder.resolve("orders.parquet");
            ParquetExport.write(
                    TypedRows.scan(backup, CapturedTables.declared("orders")), file, () -> {});

            ParquetMetadata footer = footer(file);
            Type amount = footer.getFileMetaData().getSchema().getType("amount");
            assertThat(amount.getLogicalTypeAnnotation())
                    .isEqualTo(LogicalTypeAnnotation.decimalType(2, 12));
            assertThat(
                            footer.getFileMetaData()
                                    .getSchema()
                                    .getType("placed_at")
                                    .getLogicalTypeAnnotation())
                    .isEqualTo(
                            LogicalTypeAnnotation.timestampType(
                                    true, LogicalTypeAnnotation.TimeUnit.MICROS));
            assertThat(footer.getFileMetaData().getKeyValueMetaData())
                    .containsEntry("foresnap.table", "public.orders");
        }
    }

    private static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter();
        }
    }

    @Test
    void oddNamesLargeDecimalsNanosAndListsFitIntoParquet() throws IOException {
        Path columns =
                Files.writeString(
                        folder.resolve("columns.json"),
                        """
                        {"t":{"columns":[{"name":"id","type":"integer"},
                          {"name":"größe (m²).x","type":"numeric(30,5)"},
                          {"name":"huge","type":"numeric"},
                          {"name":"at","type":"timestamp(9) without time zone"},
                          {"name":"list","type":"numeric(5,2)[]"}]}}
                        """);
        String backup =
                TestingBackup.of(folder, "t")
                        .row(
                                1,
                                "\"größe (m²).x\":\"/w==\",\"huge\":1e40,\"at\":-1,"
                                        + "\"list\":[\"AQ==\",null]")
                        .row(2, "\"list\":[]")
                        .make();
        Path file = folder.resolve("t.parquet");
        try (BackupRows rows = BackupRows.open(backup)) {
            TypedRows typed = TypedRows.scan(rows, ColumnFile.read(columns).table("t"));
            assertThat(typed.columns()).extracting(Column::name).contains("größe (m²).x");

            ParquetExport.write(typed, file, () -> {});
        }

        PrimitiveType decimal =
                footer(file).getFileMetaData().getSchema().getType(1).asPrimitiveType();
        assertThat(decimal.getLogicalTypeAnnotation())
                .isInstanceOf(DecimalLogicalTypeAnnotation.class);
        assertThat(fromParquet(file))
                .containsExactly(
                        List.of(
                                "1",
                                "-0.00001",
                                "1" + "0".repeat(40),
                                "1969-12-31T23:59:59.999999999",
                                "[0.01, null]"),
                        List.of("2", "null", "null", "null", "[]"));
    }

    @Test
    void aParquetFileNeedsColumns() throws IOException {
        String backup = TestingBackup.of(folder, "t").make();

        try (BackupRows rows = BackupRows.open(backup)) {
            TypedRows typed = TypedRows.scan(rows, null);
            assertThatThrownBy(
                            () -> ParquetExport.write(typed, folder.resolve("t.parquet"), () -> {}))
                    .hasMessageContaining("has no rows: --columns must say what columns it has");
        }
    }
}
