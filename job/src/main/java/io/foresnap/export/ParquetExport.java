package io.foresnap.export;

import io.foresnap.backup.Manifest;
import io.foresnap.table.Column;
import io.foresnap.table.TypedRows;
import io.foresnap.table.UnfitValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/** Rows as a Parquet file; the table's id and the target time go into its metadata. */
public final class ParquetExport {

    /**
     * Writes all rows in order of key.
     *
     * @param file must not exist
     * @param progress run after each row
     * @throws IOException also where a backup without rows and declared types has no columns
     */
    public static void write(TypedRows rows, Path file, Runnable progress) throws IOException {
        if (rows.columns().isEmpty()) {
            throw new IOException(
                    rows.backup() + " has no rows: --columns must say what columns it has");
        }
        try (ParquetWriter<@Nullable Object[]> parquet = open(rows, file)) {
            rows.forEach(
                    (key, values) -> {
                        write(rows, parquet, key, values);
                        progress.run();
                    });
        }
    }

    /**
     * Writes rows that are at hand.
     *
     * @param rows values in the columns' order
     * @param file must not exist
     */
    public static void write(
            List<Column> columns,
            Map<String, String> metadata,
            List<@Nullable Object[]> rows,
            Path file)
            throws IOException {
        try (ParquetWriter<@Nullable Object[]> parquet = open(columns, metadata, file)) {
            for (@Nullable Object[] values : rows) {
                parquet.write(values);
            }
        }
    }

    private static ParquetWriter<@Nullable Object[]> open(TypedRows rows, Path file)
            throws IOException {
        Manifest manifest = rows.backup().manifest();
        Map<String, String> metadata =
                Map.of(
                        "foresnap.table", manifest.table(),
                        "foresnap.target-time", manifest.targetTime());
        return open(rows.columns(), metadata, file);
    }

    private static ParquetWriter<@Nullable Object[]> open(
            List<Column> columns, Map<String, String> metadata, Path file) throws IOException {
        return new Builder(new LocalOutputFile(file), new ParquetRows(columns, metadata))
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build();
    }

    private static void write(
            TypedRows rows,
            ParquetWriter<@Nullable Object[]> parquet,
            String key,
            @Nullable Object[] values)
            throws IOException {
        try {
            parquet.write(values);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof UnfitValueException unfit) {
                throw TypedRows.located(rows.backup().toString(), key, unfit);
            }
            throw e;
        }
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {

        private final ParquetRows support;

        Builder(OutputFile file, ParquetRows support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
            return support;
        }
    }

    private ParquetExport() {}
}
