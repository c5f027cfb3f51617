package io.foresnap.export;

import io.foresnap.table.Column;
import io.foresnap.table.PlainText;
import io.foresnap.table.TypedRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

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
        // Not closed: the stream is the caller's.
        CSVPrinter csv =
                new CSVPrinter(
                        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                        FORMAT);
        if (!rows.columns().isEmpty()) {
            csv.printRecord(rows.columns().stream().map(Column::name));
        }
        rows.forEach(
                (key, values) -> {
                    for (Object value : values) {
                        csv.print(PlainText.of(value));
                    }
                    csv.println();
                    progress.run();
                });
        csv.flush();
    }

    private CsvExport() {}
}
