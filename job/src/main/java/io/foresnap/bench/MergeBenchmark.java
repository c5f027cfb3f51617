package io.foresnap.bench;

import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.merge.RunSource;
import io.foresnap.merge.StorageSource;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.RowFileWriter;
import io.foresnap.snapshot.SnapshotBlocks;
import io.foresnap.snapshot.SnapshotFile;
import io.foresnap.snapshot.Snapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * What having sorted runs at hand is worth: the merge of a snapshot and the changes behind it, from
 * runs in memory, from cold files, and beside both the bare decoding of the same files by Avro's
 * own reader. The three take turns, so that a noisy machine is noisy for all.
 */
public final class MergeBenchmark {

    private static final Placeholders PLACEHOLDERS = Placeholders.DEFAULT;
    private static final long MIB = 1 << 20;

    private final Storage storage;
    private final int rounds;
    private final PrintWriter out;

    /**
     * @param storage a scratch folder
     * @param rounds how often each way is measured; the median counts
     */
    public MergeBenchmark(Storage storage, int rounds, PrintWriter out) {
        this.storage = storage;
        this.rounds = rounds;
        this.out = out;
    }

    /** Measures and prints. */
    public void run(MergeWorkload workload) throws IOException {
        out.printf(
                "writing %,d rows and %,d changes of about %d bytes%n",
                workload.rows(), workload.changes(), workload.rowBytes());
        out.flush();
        workload.write(storage);
        Planner planner = Planner.list(storage, workload.of());
        PartitionPlan plan = planner.plan(planner.restorableThrough());
        long before = liveBytes();
        Cached cached = new Cached(plan);
        out.printf(
                "%d segments; %,d MiB of files, %,d MiB of runs in memory (snapshot among them)%n",
                plan.segments().size(), plan.bytes() / MIB, cached.bytes() / MIB);
        double[] decode = new double[rounds];
        double[] cold = new double[rounds];
        double[] warm = new double[rounds];
        double[] coldBackup = new double[rounds];
        double[] warmBackup = new double[rounds];
        for (int i = -1; i < rounds; i++) {
            double d = seconds(() -> decode(plan));
            double c = seconds(() -> merge(plan, cold(), false));
            double w = seconds(() -> merge(plan, cached, false));
            double cb = seconds(() -> merge(plan, cold(), true));
            double wb = seconds(() -> merge(plan, cached, true));
            // The first round warms the machine up.
            if (i >= 0) {
                decode[i] = d;
                cold[i] = c;
                warm[i] = w;
                coldBackup[i] = cb;
                warmBackup[i] = wb;
            }
        }
        print("bare decode of the files by Avro", decode, warm);
        print("merge, cold from local files", cold, warm);
        print("merge, from cached runs", warm, warm);
        print("whole backup file, cold", coldBackup, warmBackup);
        print("whole backup file, from cached runs", warmBackup, warmBackup);
        memory(plan, cached, before);
    }

    private void print(String what, double[] seconds, double[] reference) {
        out.printf(
                "%-38s %6.2f s   %5.2f x the cached one%n",
                what, median(seconds), median(seconds) / median(reference));
        out.flush();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        long started = System.nanoTime();
        work.run();
        return (System.nanoTime() - started) / 1e9;
    }

    private StorageSource cold() {
        return new StorageSource(storage, new SegmentReader(PLACEHOLDERS));
    }

    private void decode(PartitionPlan plan) throws IOException {
        long records = decode(plan.snapshot().path(), plan.snapshot().bytes());
        for (SegmentFile segment : plan.segments()) {
            records += decode(segment.path(), segment.bytes());
        }
        if (records == 0) {
            throw new IOException("nothing decoded");
        }
    }

    private long decode(String path, long bytes) throws IOException {
        long records = 0;
        try (DataFileReader<GenericRecord> file =
                new DataFileReader<>(
                        new SeekableByteArrayInput(storage.readAll(path, bytes)),
                        new GenericDatumReader<>())) {
            GenericRecord record = null;
            while (file.hasNext()) {
                record = file.next(record);
                records++;
            }
        }
        return records;
    }

    private void merge(PartitionPlan plan, RunSource source, boolean encode) throws IOException {
        PartitionMerge merge =
                PartitionMerge.prepare(
                        plan, source, new ListedSiblings(storage, "bench"), PLACEHOLDERS);
        if (encode) {
            try (RowFileWriter writer =
                    new RowFileWriter(OutputStream.nullOutputStream(), "bench")) {
                merge.writeTo(writer);
            }
            return;
        }
        long[] rowBytes = new long[1];
        merge.writeTo(row -> rowBytes[0] += row.rowLength);
        if (rowBytes[0] == 0) {
            throw new IOException("nothing merged");
        }
    }

    /**
     * What a merge holds beyond the cached runs: its live memory, looked at ten times on the way,
     * with the snapshot streamed from its file as it is when it is too large to cache.
     */
    private void memory(PartitionPlan plan, Cached cached, long before) throws IOException {
        cached.streamSnapshot();
        long runs = cached.bytes();
        PartitionMerge merge =
                PartitionMerge.prepare(
                        plan, cached, new ListedSiblings(storage, "bench"), PLACEHOLDERS);
        long[] rows = new long[1];
        long[] most = new long[1];
        merge.writeTo(
                row -> {
                    if (rows[0]++ % 100_000 == 0) {
                        most[0] = Math.max(most[0], liveBytes());
                    }
                });
        out.printf(
                "live memory of a merge with the snapshot streamed: %,d MiB of runs + %,d MiB%n",
                runs / MIB, Math.max(0, (most[0] - before - runs) / MIB));
        out.flush();
    }

    private static long liveBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Everything decoded and sorted in memory, as the cache holds it. */
    private final class Cached implements RunSource {

        private final Map<String, CachedFile> runs = new HashMap<>();
        private boolean streams;

        Cached(PartitionPlan plan) throws IOException {
            SnapshotFile snapshot = plan.snapshot();
            runs.put(
                    snapshot.path(),
                    Snapshots.decode(snapshot, storage.readAll(snapshot.path(), snapshot.bytes())));
            SegmentReader reader = new SegmentReader(PLACEHOLDERS);
            for (SegmentFile segment : plan.segments()) {
                runs.put(segment.path(), reader.read(storage, segment));
            }
        }

        long bytes() {
            return runs.values().stream().mapToLong(CachedFile::sizeInBytes).sum();
        }

        void streamSnapshot() {
            streams = true;
            runs.keySet().removeIf(path -> path.contains("/" + Snapshots.KIND + "/"));
        }

        private CachedFile held(String path) throws IOException {
            CachedFile run = runs.get(path);
            if (run == null) {
                throw new IOException(path + " is not cached");
            }
            return run;
        }

        @Override
        public Run run(SegmentFile segment) throws IOException {
            return (Run) held(segment.path());
        }

        @Override
        public EntryCursor rows(SnapshotFile snapshot) throws IOException {
            return streams
                    ? RowFileCursor.open(storage, snapshot.path(), snapshot.name().crc32c())
                    : ((SnapshotBlocks) held(snapshot.path())).cursor();
        }
    }
}
