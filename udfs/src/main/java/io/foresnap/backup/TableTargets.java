package io.foresnap.backup;

import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.util.List;

/** One common target time for several tables. */
public final class TableTargets {

    /**
     * The newest time that every partition of every table can serve.
     *
     * @param partitions partition numbers of each table; empty means all
     */
    public static long latest(Storage storage, List<String> tables, List<Integer> partitions)
            throws IOException {
        long latest = BackupRequest.LATEST;
        for (String table : tables) {
            BackupRequest request =
                    new BackupRequest("", table, partitions, BackupRequest.LATEST, "", 0);
            latest =
                    Math.min(
                            latest,
                            new BackupPlanner(storage).plan(request, Long.MAX_VALUE).targetMs());
        }
        return latest;
    }

    private TableTargets() {}
}
