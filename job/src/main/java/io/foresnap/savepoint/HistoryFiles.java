package io.foresnap.savepoint;

import io.foresnap.export.CsvExport;
import io.foresnap.export.ParquetExport;
import io.foresnap.table.Column;
import io.foresnap.table.Encoding;
import io.foresnap.table.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The history as two files for analysts: {@code accesses} and {@code partitions}. */
public final class HistoryFiles {

    private static final List<Column> ACCESSES =
            List.of(
                    column("table", Kind.STRING),
                    column("partition", Kind.INT),
                    column("time", Kind.TIMESTAMP_TZ),
                    column("requester", Kind.STRING),
                    column("target_lag_seconds", Kind.INT));

    private static final List<Column> PARTITIONS =
            List.of(
                    column("table", Kind.STRING),
                    column("partition", Kind.INT),
                    column("requests", Kind.LONG),
                    column("first", Kind.TIMESTAMP_TZ),
                    column("last", Kind.TIMESTAMP_TZ),
                    column("needed_bytes", Kind.DOUBLE),
                    column("needed_files", Kind.DOUBLE));

    /** Which kind of file. */
    public enum Form {
        csv,
        parquet
    }

    private HistoryFiles() {}

    private static Column column(String name, Kind kind) {
        return new Column(name, kind, Encoding.PLAIN, 0, -1, null, true, true, null);
    }

    /**
     * Writes both files.
     *
     * @param directory made when it is not there; neither file may be in it
     */
    public static void write(HistoryReader.History history, Form form, Path directory)
            throws IOException {
        Files.createDirectories(directory);
        write(
                ACCESSES,
                history.accesses().stream().map(HistoryFiles::values).toList(),
                form,
                directory.resolve("accesses." + form));
        write(
                PARTITIONS,
                history.partitions().stream().map(HistoryFiles::values).toList(),
                form,
                directory.resolve("partitions." + form));
    }

    private static void write(
            List<Column> columns, List<@Nullable Object[]> rows, Form form, Path file)
            throws IOException {
        if (form == Form.parquet) {
            ParquetExport.write(columns, Map.of(), rows, file);
            return;
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            CsvExport.write(columns, rows, out);
        }
    }

    private static @Nullable Object[] values(AccessRow row) {
        return new Object[] {
            row.table(),
            row.partition(),
            Instant.ofEpochMilli(row.timeMs()),
            row.requester(),
            row.lagSeconds()
        };
    }

    private static @Nullable Object[] values(PartitionRow row) {
        return new Object[] {
            row.table(),
            row.partition(),
            row.requests(),
            Instant.ofEpochMilli(row.firstMs()),
            Instant.ofEpochMilli(row.lastMs()),
            row.neededBytes(),
            row.neededFiles()
        };
    }
}
