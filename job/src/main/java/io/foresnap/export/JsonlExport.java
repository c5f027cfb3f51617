package io.foresnap.export;

import io.foresnap.table.BackupRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Rows as JSON lines. */
public final class JsonlExport {

    private static final byte[] BEFORE = utf8("{\"key\":");
    private static final byte[] NONE = utf8("null");
    private static final byte[] BETWEEN = utf8(",\"row\":");
    private static final byte[] AFTER = utf8("}\n");

    /**
     * Writes all rows in order of key.
     *
     * @param progress run after each row
     */
    public static void write(BackupRows backup, OutputStream out, Runnable progress)
            throws IOException {
        backup.forEach(
                (key, row) -> {
                    out.write(BEFORE);
                    out.write(key == null ? NONE : key);
                    out.write(BETWEEN);
                    out.write(row);
                    out.write(AFTER);
                    progress.run();
                });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonlExport() {}
}
