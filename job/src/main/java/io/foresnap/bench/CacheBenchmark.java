package io.foresnap.bench;

import io.foresnap.cache.RunCache;
import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Run;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.ListedSiblings;
import io.foresnap.merge.PartitionMerge;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.merge.RunSource;
import io.foresnap.merge.StorageSource;
import io.foresnap.snapshot.RowFileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.fs.Path;

/**
 * What a cache of many segments costs beside the requests it serves: the processor time of
 * look-ups, admission, eviction and predictions, against that of merging what was looked up, or
 * read where it was missing, and of writing it; and the heap of an entry beyond its content. Runs
 * are not compacted here, so that there are as many entries as segments; files are local, which
 * makes the share larger than it is.
 */
public final class CacheBenchmark {

    private static final int ROWS = 2000;
    private static final int ROW_BYTES = 200;

    /** Requests between two prediction ticks. */
    private static final int REQUESTS_A_TICK = 200;

    /** One request in so many is for a partition that has left. */
    private static final int COLD = 10;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Storage storage;
    private final int partitions;
    private final int perPartition;
    private final int segmentEvents;
    private final PrintWriter out;
    private final List<String> names = new ArrayList<>();
    private final List<byte[]> runs = new ArrayList<>();
    private long sourceBytes;

    /**
     * @param storage a scratch folder
     * @param perPartition segments of each partition
     * @param segmentEvents events of a segment
     */
    public CacheBenchmark(
            Storage storage, int partitions, int perPartition, int segmentEvents, PrintWriter out) {
        this.storage = storage;
        this.partitions = partitions;
        this.perPartition = perPartition;
        this.segmentEvents = segmentEvents;
        this.out = out;
    }

    /** Measures and prints; gives the share of processor time that bookkeeping took. */
    public double run(int requests) throws IOException {
        MergeWorkload workload =
                new MergeWorkload(ROWS, perPartition * segmentEvents, ROW_BYTES, segmentEvents, 1);
        workload.write(storage);
        Planner planner = Planner.list(storage, workload.of());
        PartitionPlan plan = planner.plan(planner.restorableThrough());
        CachedFiles served = new CachedFiles(storage, plan);
        for (SegmentFile segment : plan.segments().subList(0, perPartition)) {
            names.add(segment.path());
            runs.add(served.run(segment).bytes());
            sourceBytes += segment.bytes();
        }
        RunCache cache = fill();
        return serve(cache, plan, served, requests);
    }

    private RunCache fill() {
        long content = runs.stream().mapToLong(run -> run.length).sum() * partitions;
        int segments = partitions * perPartition;
        long before = liveBytes();
        RunCache cache = new RunCache(content + segments * 1000L, task -> {});
        long cpu = 0;
        for (int p = 0; p < partitions; p++) {
            cpu += request(cache, p);
        }
        double micros = cpu / 1e3 / segments;
        double overhead = (liveBytes() - before - content) / (double) segments;
        out.printf(
                "%,d segments of %,d partitions, %,d bytes a run; put in %.2f us CPU each; heap"
                        + " %.0f bytes each beyond the run, %.0f counted by the cache%n",
                segments,
                partitions,
                content / segments,
                micros,
                overhead,
                (cache.bytes() - content) / (double) segments);
        out.flush();
        // The same room as was taken: from now on what comes in has to push something out.
        return refilled(cache.bytes());
    }

    private RunCache refilled(long capacity) {
        RunCache cache = new RunCache(capacity, task -> {});
        for (int round = 0; round < 2; round++) {
            for (int p = 0; p < partitions; p++) {
                request(cache, p);
            }
        }
        return cache;
    }

    private String path(int partition, int segment) {
        return names.get(segment).replace("/bench/", "/t" + partition + "/");
    }

    /** Nanoseconds of processor time that the cache took for a request. */
    private long request(RunCache cache, int partition) {
        TablePartition of = new TablePartition("t" + partition, 0);
        List<String> paths = new ArrayList<>();
        List<Run> fetched = new ArrayList<>();
        for (int i = 0; i < perPartition; i++) {
            String path = path(partition, i);
            paths.add(path);
            if (!cache.contains(path)) {
                fetched.add(Run.of(runs.get(i).clone()));
            }
        }
        long began = THREADS.getCurrentThreadCpuTime();
        cache.requested(of, sourceBytes);
        int missing = 0;
        for (String path : paths) {
            CachedFile file = cache.get(path);
            if (file == null && missing < fetched.size()) {
                cache.putDemanded(path, fetched.get(missing++), sourceBytes / perPartition);
            }
        }
        return THREADS.getCurrentThreadCpuTime() - began;
    }

    private double serve(RunCache cache, PartitionPlan plan, CachedFiles served, int requests)
            throws IOException {
        Random random = new Random(1);
        long books = 0;
        long work = 0;
        long hits = cache.counters().memoryHits();
        for (int i = 0; i < requests; i++) {
            boolean isCold = i % COLD == 0;
            long began = THREADS.getCurrentThreadCpuTime();
            if (i % REQUESTS_A_TICK == 0) {
                predict(cache, i);
            }
            books += THREADS.getCurrentThreadCpuTime() - began;
            books +=
                    request(
                            cache,
                            isCold ? partitions + i % partitions : random.nextInt(partitions));
            long looked = THREADS.getCurrentThreadCpuTime();
            backup(plan, isCold ? cold() : served);
            work += THREADS.getCurrentThreadCpuTime() - looked;
        }
        double share = (double) books / (books + work);
        out.printf(
                "%,d requests of %d segments, %.1f %% of look-ups found: bookkeeping %.0f us CPU"
                        + " a request, the rest of it %.0f us: %.2f %% is bookkeeping%n",
                requests,
                perPartition,
                100.0 * (cache.counters().memoryHits() - hits) / ((long) requests * perPartition),
                books / 1e3 / requests,
                work / 1e3 / requests,
                100 * share);
        out.flush();
        return share;
    }

    private void predict(RunCache cache, int request) {
        long tickMs = System.currentTimeMillis() + request;
        for (int p = 0; p < partitions; p++) {
            cache.predicted(new TablePartition("t" + p, 0), 0.5, tickMs, sourceBytes);
        }
    }

    private void backup(PartitionPlan plan, RunSource served) throws IOException {
        PartitionMerge merge =
                PartitionMerge.prepare(
                        plan, served, new ListedSiblings(storage, "bench"), Placeholders.DEFAULT);
        storage.write(
                new Path(storage.root(), "output"),
                crc -> "0.avro",
                file -> {
                    try (RowFileWriter writer = new RowFileWriter(file, "bench")) {
                        merge.writeTo(writer);
                    }
                });
        storage.fileSystem().delete(new Path(storage.root(), "output"), true);
    }

    private StorageSource cold() {
        return new StorageSource(storage, new SegmentReader(Placeholders.DEFAULT));
    }

    private static long liveBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
