package io.foresnap.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Savepoints of earlier versions, each from 30 hours of requests from 2026-03-02T00:01:00Z on:
 * public.orders/0 each hour by nightly, who asks for the last midnight; public.items/1 five seconds
 * later by nightly; public.items/2 each seventh hour by nobody. When the layout of a state record
 * changes, these stay, and one of the layout before the change joins them.
 */
public final class KeptSavepoint {

    /**
     * What the records were before requesters' gaps, the bytes and files that partitions need, and
     * target times were remembered: made by the classes of that version, a logistic model and all.
     */
    public static final int BEFORE_NEEDS = 0;

    /** Made by the first version that had {@code history import}. */
    public static final int FIRST_IMPORTED = 1;

    /** Every feature vector waited for its label then, whatever its chance. */
    public static final int BEFORE_CHANCES = 2;

    /** Puts one of them into a new folder; its URI. */
    public static String in(Path folder, int layout) throws IOException {
        Files.createDirectories(folder);
        if (layout < BEFORE_CHANCES) {
            try (InputStream in = new GZIPInputStream(resource(layout, "gz"))) {
                Files.copy(in, folder.resolve("_metadata"));
            }
        } else {
            try (ZipInputStream in = new ZipInputStream(resource(layout, "zip"))) {
                for (ZipEntry file = in.getNextEntry(); file != null; file = in.getNextEntry()) {
                    Files.copy(in, folder.resolve(file.getName()));
                }
            }
        }
        return folder.toUri().toString();
    }

    private static InputStream resource(int layout, String kind) {
        return Objects.requireNonNull(
                KeptSavepoint.class.getResourceAsStream(
                        "/savepoint-layout-%d.%s".formatted(layout, kind)));
    }

    private KeptSavepoint() {}
}
