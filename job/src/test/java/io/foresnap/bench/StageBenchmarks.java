package io.foresnap.bench;

import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.RunBuilder;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.snapshot.RowFileCursor;
import io.foresnap.snapshot.RowFileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The stages of a backup one by one, over 100,000 rows and 100,000 changes of about 200 bytes in 20
 * segments, each beside a bare copy of the bytes it makes.
 */
@SuppressWarnings("NullAway.Init") // The fields are set by write().
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StageBenchmarks {

    private static final SegmentReader READER = new SegmentReader(Placeholders.DEFAULT);
    private static final int ROWS = 100_000;

    private Path folder = Path.of("");
    private Storage storage;
    private PartitionPlan plan;
    private PartitionPlan unchanged;
    private CachedFiles cached;
    private String output;
    private byte[] outputBytes;
    private final List<byte[]> segments = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<RunBuilder.EntryView> shuffled = new ArrayList<>();

    /** Writes the files. */
    @Setup(Level.Trial)
    public void write() throws IOException {
        folder = Files.createTempDirectory("foresnap-bench-");
        storage = Storage.open(folder.toString());
        plan = plan(1);
        cached = new CachedFiles(storage, plan);
        for (SegmentFile segment : plan.segments()) {
            segments.add(storage.readAll(segment.path(), segment.bytes()));
            runs.add(cached.run(segment));
        }
        EntryCursor entry = runs.get(0).cursor();
        while (entry.advance()) {
            RunBuilder.EntryView view = new RunBuilder.EntryView();
            view.copyFrom(entry);
            shuffled.add(view);
        }
        Collections.shuffle(shuffled, new Random(1));
        Storage.Written written =
                storage.write(
                        new org.apache.hadoop.fs.Path(storage.root(), "output"),
                        crc -> "0.avro",
                        file -> {
                            try (RowFileWriter writer = new RowFileWriter(file, "bench")) {
                                merge(plan).writeTo(writer);
                            }
                        });
        output = written.path();
        outputBytes = storage.readAll(output, written.bytes());
        unchanged = new PartitionPlan(0, plan.snapshot(), plan.segments().subList(0, 0), 0);
    }

    private PartitionPlan plan(double changedShare) throws IOException {
        MergeWorkload workload = new MergeWorkload(ROWS, ROWS, 200, 5_000, changedShare);
        workload.write(storage);
        Planner planner = Planner.list(storage, workload.of());
        return planner.plan(planner.restorableThrough());
    }

    /** Removes them. */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
        storage.close();
        FileUtils.deleteDirectory(folder.toFile());
    }

    /** Verifies, decompresses, decodes and sorts all segments. */
    @Benchmark
    public long decode() throws IOException {
        long entries = 0;
        for (int i = 0; i < segments.size(); i++) {
            entries += READER.decode(plan.segments().get(i), segments.get(i)).entries();
        }
        return entries;
    }

    /** Copies all runs' bytes. */
    @Benchmark
    public long copyOfRuns() {
        long bytes = 0;
        for (CachedFile run : runs) {
            bytes += run.bytes().clone().length;
        }
        return bytes;
    }

    /** Sorts the shuffled entries of one segment into a run. */
    @Benchmark
    public Run sort() {
        RunBuilder builder = new RunBuilder(0, 0, runs.get(0).sizeInBytes());
        shuffled.forEach(builder::add);
        return builder.build();
    }

    /** Copies that run's bytes. */
    @Benchmark
    public byte[] copyOfRun() {
        return runs.get(0).bytes().clone();
    }

    /** Merges from the cache. */
    @Benchmark
    public long merge() throws IOException {
        long[] rows = new long[1];
        merge(plan).writeTo(row -> rows[0]++);
        return rows[0];
    }

    /** Merges from the cache and writes the backup's file. */
    @Benchmark
    public long backup() throws IOException {
        return write(plan);
    }

    /** The same where nothing has changed since the snapshot. */
    @Benchmark
    public long unchangedBackup() throws IOException {
        return write(unchanged);
    }

    private long write(PartitionPlan of) throws IOException {
        try (RowFileWriter writer = new RowFileWriter(OutputStream.nullOutputStream(), "bench")) {
            merge(of).writeTo(writer);
            return writer.rows();
        }
    }

    /** Copies the rows of the backup's file with the same writer. */
    @Benchmark
    public long copyOfRows() throws IOException {
        try (RowFileCursor rows = RowFileCursor.open(storage, output, null);
                RowFileWriter writer =
                        new RowFileWriter(OutputStream.nullOutputStream(), "bench")) {
            while (rows.advance()) {
                writer.row(rows);
            }
            return writer.rows();
        }
    }

    /** Copies the bytes of the backup's file. */
    @Benchmark
    public byte[] copyOfOutput() {
        return outputBytes.clone();
    }

    private PartitionMerge merge(PartitionPlan of) throws IOException {
        return PartitionMerge.prepare(
                of, cached, new ListedSiblings(storage, "bench"), Placeholders.DEFAULT);
    }
}
