package io.foresnap.serving;

import io.foresnap.backup.Backups;
import io.foresnap.backup.Manifest;
import io.foresnap.changelog.TableIds;
import org.apache.hadoop.fs.Path;

/** Answers from manifests. */
final class Answers {

    /**
     * The answer a backup gives, always the same but for who gets it.
     *
     * @param requester who asks now; the manifest names the first who did
     */
    static BackupResult of(String root, Manifest manifest, String requester) {
        Path directory =
                new Path(
                        new Path(new Path(root, Backups.KIND), TableIds.encode(manifest.table())),
                        TableIds.encode(manifest.requestId()));
        return BackupResult.acknowledged(manifest, requester, directory.toString());
    }

    private Answers() {}
}
