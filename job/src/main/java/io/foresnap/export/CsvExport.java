package io.foresnap.export;

import io.foresnap.table.Column;
import io.foresnap.table.PlainText;
import io.foresnap.table.TypedRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV by RFC 4180, in UTF-8, with a header. A null is a field without anything in it, and
 * everything else is quoted, so that an empty text ({@code ""}) is not a null: what PostgreSQL's
 * {@code COPY … (FORMAT csv, HEADER)} understands.
 */
public final class CsvExport {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.ALL_NON_NULL).build();

    /**
     * Writes all rows in order of key.
     *
     * @param progress run after each row
     */
    public static void write(TypedRows rows, OutputStream out, Runnable progress)
            throws IOException {
        CSVPrinter csv = open(rows.columns(), out);
        rows.forEach(
                (key, values) -> {
                    print(csv, values);
                    progress.run();
                });
        csv.flush();
    }

    /** Writes rows that are at hand: values in the columns' order. */
    public static void write(List<Column> columns, List<@Nullable Object[]> rows, OutputStream out)
            throws IOException {
        CSVPrinter csv = open(columns, out);
        for (@Nullable Object[] values : rows) {
            print(csv, values);
        }
        csv.flush();
    }

    /** Not to be closed: the stream is the caller's. */
    private static CSVPrinter open(List<Column> columns, OutputStream out) throws IOException {
        CSVPrinter csv =
                new CSVPrinter(
                        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                        FORMAT);
        if (!columns.isEmpty()) {
            csv.printRecord(columns.stream().map(Column::name));
        }
        return csv;
    }

    private static void print(CSVPrinter csv, @Nullable Object[] values) throws IOException {
        for (Object value : values) {
            csv.print(PlainText.of(value));
        }
        csv.println();
    }

    private CsvExport() {}
}
