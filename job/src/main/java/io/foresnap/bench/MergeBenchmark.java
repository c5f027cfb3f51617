package io.foresnap.bench;

import io.foresnap.changelog.Placeholders;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.fs.Path;

/**
 * What having a plan's files at hand is worth: the merge of a snapshot and the changes behind it
 * from the cache and from cold files, against copying the output's rows with the same writer, which
 * is the least that making this backup anew can cost.
 */
public final class MergeBenchmark {

    private static final Placeholders PLACEHOLDERS = Placeholders.DEFAULT;
    private static final long MIB = 1 << 20;

    /** What a cache of 256 MiB, the default, makes at most. */
    private static final long COMPACTED_BYTES = 16 * MIB;

    private final Storage storage;
    private final int rounds;
    private final boolean cachedOnly;
    private final PrintWriter out;

    /**
     * @param storage a scratch folder
     * @param rounds how often each way is measured; the median counts
     * @param cachedOnly leaves out what reads and decodes every file again
     */
    public MergeBenchmark(Storage storage, int rounds, boolean cachedOnly, PrintWriter out) {
        this.storage = storage;
        this.rounds = rounds;
        this.cachedOnly = cachedOnly;
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
        CachedFiles cached = new CachedFiles(storage, plan);
        Storage.Written output = writeOutput(plan, cached);
        out.printf(
                "%d segments; %,d MiB of files, %,d MiB in the cache; output %,d MiB; heap of at"
                        + " most %,d MiB%n",
                plan.segments().size(),
                plan.bytes() / MIB,
                cached.bytes() / MIB,
                output.bytes() / MIB,
                Runtime.getRuntime().maxMemory() / MIB);
        out.flush();
        measure(plan, cached, output);
        memory(plan, cached, before);
    }

    private void measure(PartitionPlan plan, CachedFiles cached, Storage.Written output)
            throws IOException {
        Stopwatch watch = new Stopwatch(rounds);
        watch.add("copy of the output's rows, same writer", () -> copyRows(output.path()));
        watch.add("copy of the output file's bytes", () -> copyBytes(output.path()));
        watch.add("whole backup, from the cache", () -> backup(plan, cached));
        watch.add("merge alone, from the cache", () -> merge(plan, cached));
        if (plan.segments().size() > 1) {
            addCompacted(watch, plan, cached);
        }
        if (!cachedOnly) {
            watch.add("whole backup, cold from local files", () -> backup(plan, cold()));
            watch.add("merge alone, cold from local files", () -> merge(plan, cold()));
            watch.add("bare decoding of the files by Avro", () -> decode(plan));
        }
        watch.run(out);
    }

    /** As the cache compacts the runs of small segments. */
    private void addCompacted(Stopwatch watch, PartitionPlan plan, CachedFiles cached)
            throws IOException {
        CachedFiles compacted = cached.compacted(plan, COMPACTED_BYTES);
        String what = ", " + compacted.runs(plan) + " compacted runs";
        watch.add("compaction of the cached runs", () -> cached.compacted(plan, COMPACTED_BYTES));
        watch.add("whole backup" + what, () -> backup(plan, compacted));
        watch.add("merge alone" + what, () -> merge(plan, compacted));
    }

    private Storage.Written writeOutput(PartitionPlan plan, RunSource source) throws IOException {
        PartitionMerge merge = prepare(plan, source);
        return storage.write(
                new Path(storage.root(), "output"),
                crc -> "0.avro",
                file -> {
                    try (RowFileWriter writer = new RowFileWriter(file, "bench")) {
                        merge.writeTo(writer);
                    }
                });
    }

    private static RowFileWriter toNowhere() throws IOException {
        return new RowFileWriter(OutputStream.nullOutputStream(), "bench");
    }

    private void copyRows(String path) throws IOException {
        try (RowFileCursor rows = RowFileCursor.open(storage, path, null);
                RowFileWriter writer = toNowhere()) {
            while (rows.advance()) {
                writer.row(rows);
            }
        }
    }

    private void copyBytes(String path) throws IOException {
        try (InputStream in = storage.fileSystem().open(new Path(path))) {
            in.transferTo(OutputStream.nullOutputStream());
        }
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

    private PartitionMerge prepare(PartitionPlan plan, RunSource source) throws IOException {
        return PartitionMerge.prepare(
                plan, source, new ListedSiblings(storage, "bench"), PLACEHOLDERS);
    }

    private void backup(PartitionPlan plan, RunSource source) throws IOException {
        try (RowFileWriter writer = toNowhere()) {
            prepare(plan, source).writeTo(writer);
        }
    }

    private void merge(PartitionPlan plan, RunSource source) throws IOException {
        long[] rowBytes = new long[1];
        prepare(plan, source).writeTo(row -> rowBytes[0] += row.rowLength);
        if (rowBytes[0] == 0) {
            throw new IOException("nothing merged");
        }
    }

    /**
     * What a merge holds beyond the cached runs: its live memory, looked at ten times on the way,
     * with the snapshot streamed from its file as it is when it is too large to cache.
     */
    private void memory(PartitionPlan plan, CachedFiles cached, long before) throws IOException {
        cached.streamSnapshot(plan.snapshot());
        long runs = cached.bytes();
        long[] rows = new long[1];
        long[] most = new long[1];
        prepare(plan, cached)
                .writeTo(
                        row -> {
                            if (rows[0]++ % 500_000 == 0) {
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
}
