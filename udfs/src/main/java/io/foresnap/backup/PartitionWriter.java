package io.foresnap.backup;

import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.RunSource;
import io.foresnap.snapshot.RowFileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;

/** Merges one partition and writes its file of a backup. */
public final class PartitionWriter {

    private final Storage storage;
    private final Placeholders placeholders;

    /**
     * @param placeholders how the source marks unchanged columns
     */
    public PartitionWriter(Storage storage, Placeholders placeholders) {
        this.storage = storage;
        this.placeholders = placeholders;
    }

    /** What came from the cache, for a source that has one. */
    public interface Accounting {
        /** Bytes in durable storage of the files that came from the cache. */
        long cachedBytes();

        /** How many files that are. */
        int cachedFiles();

        /** Bytes in durable storage of files whose reading was under way already. */
        default long joinedBytes() {
            return 0;
        }

        /** How many files that are. */
        default int joinedFiles() {
            return 0;
        }

        /** Bytes of files beside the plan's: of partitions that rows have moved here from. */
        default long bytesBesides() {
            return 0;
        }

        /** How many files that are. */
        default int filesBesides() {
            return 0;
        }

        /** A source without a cache. */
        Accounting NOTHING_CACHED =
                new Accounting() {
                    @Override
                    public long cachedBytes() {
                        return 0;
                    }

                    @Override
                    public int cachedFiles() {
                        return 0;
                    }
                };
    }

    /**
     * Writes {@code <partition>.avro} into a folder. The bytes depend only on the plan, never on
     * where its input came from. By a temporary name, though the folder is hidden: after a failover
     * a task that was thought dead may still write the same file of the same attempt.
     */
    public PartitionBackup write(
            Path folder, String table, PartitionPlan plan, RunSource source, Accounting accounting)
            throws IOException {
        long started = System.nanoTime();
        PartitionMerge merge =
                PartitionMerge.prepare(
                        plan, source, new ListedSiblings(storage, table), placeholders);
        long fetched = System.nanoTime();
        String file = plan.partition() + ".avro";
        String seed = "backup " + new TablePartition(table, plan.partition()) + " " + merge.cut();
        long[] counts = new long[3];
        Storage.Written written =
                storage.write(
                        folder,
                        crc -> file,
                        out -> {
                            long mergeStarted = System.nanoTime();
                            TimedOutput timed = new TimedOutput(out);
                            try (RowFileWriter rows = new RowFileWriter(timed, seed)) {
                                merge.writeTo(rows);
                                rows.close();
                                counts[0] = rows.rows();
                                counts[1] = rows.rowBytes();
                            }
                            counts[2] = System.nanoTime() - mergeStarted - timed.nanos;
                        });
        long done = System.nanoTime();
        return new PartitionBackup(
                plan.partition(),
                merge.cut(),
                counts[0],
                counts[1],
                file,
                written.bytes(),
                String.format("%08x", written.crc32c()),
                plan.snapshot().path(),
                plan.segments().stream().map(SegmentFile::path).toList(),
                plan.bytes() + accounting.bytesBesides(),
                accounting.cachedBytes(),
                1 + plan.segments().size() + accounting.filesBesides(),
                accounting.cachedFiles(),
                accounting.joinedBytes(),
                accounting.joinedFiles(),
                millis(fetched - started),
                millis(counts[2]),
                millis(done - fetched - counts[2]));
    }

    private static double millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0;
    }

    /** Counts the time that writing takes. */
    private static final class TimedOutput extends OutputStream {

        private final OutputStream out;
        private long nanos;

        TimedOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            long started = System.nanoTime();
            out.write(bytes, from, count);
            nanos += System.nanoTime() - started;
        }
    }
}
