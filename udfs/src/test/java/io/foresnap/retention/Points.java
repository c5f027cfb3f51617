package io.foresnap.retention;

import io.foresnap.backup.BackupPlanner;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.StorageSource;
import io.foresnap.snapshot.RowFileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** What the files of a backup would be, without writing it. */
final class Points {

    /** A checksum for each partition as of a time. */
    static List<String> checksums(Storage storage, String table, long targetMs) throws IOException {
        BackupRequest request = new BackupRequest("", table, List.of(), targetMs, "", 0);
        List<String> sums = new ArrayList<>();
        for (PartitionPlan plan :
                new BackupPlanner(storage).plan(request, Long.MAX_VALUE).partitions()) {
            PartitionMerge merge =
                    PartitionMerge.prepare(
                            plan,
                            new StorageSource(storage, new SegmentReader(Placeholders.DEFAULT)),
                            new ListedSiblings(storage, table),
                            Placeholders.DEFAULT);
            CRC32C crc = new CRC32C();
            try (RowFileWriter rows =
                    new RowFileWriter(
                            new CheckedOutputStream(OutputStream.nullOutputStream(), crc), "")) {
                merge.writeTo(rows);
            }
            sums.add(merge.cut() + " " + crc.getValue());
        }
        return sums;
    }

    private Points() {}
}
