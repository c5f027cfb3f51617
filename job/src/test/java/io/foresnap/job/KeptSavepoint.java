package io.foresnap.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A savepoint as the first version with {@code history import} made it, from 30 hours of requests
 * from 2026-03-02T00:01:00Z on: public.orders/0 each hour by nightly, who asks for the last
 * midnight; public.items/1 five seconds later by nightly; public.items/2 each seventh hour by
 * nobody. When the layout of a state record changes, this one stays, and one of the new layout
 * joins it.
 */
public final class KeptSavepoint {

    /** Puts it into a new folder; its URI. */
    public static String in(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (InputStream packed =
                        Objects.requireNonNull(
                                KeptSavepoint.class.getResourceAsStream("/savepoint-layout-1.gz"));
                GZIPInputStream in = new GZIPInputStream(packed)) {
            Files.copy(in, folder.resolve("_metadata"));
        }
        return folder.toUri().toString();
    }

    private KeptSavepoint() {}
}
