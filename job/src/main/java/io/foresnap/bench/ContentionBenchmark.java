package io.foresnap.bench;

import io.foresnap.backup.Backups;
import io.foresnap.cache.RunCache;
import io.foresnap.changelog.Failures;
import io.foresnap.changelog.Pace;
import io.foresnap.changelog.Placeholders;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import io.foresnap.prefetch.Fetches;
import io.foresnap.prefetch.SourceFile;
import io.foresnap.serving.PartitionServing;
import io.foresnap.serving.ServeTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.hadoop.fs.Path;

/**
 * How long requests take while prefetching has as much to do as it can, against none: partitions
 * are served by the job's own classes at a steady rate, every other one from the cache, in blocks
 * that take turns so that a noisy machine is noisy for all.
 */
public final class ContentionBenchmark {

    private static final String ASKED = "bench.asked";
    private static final String FETCHED = "bench.fetched";
    private static final int ASKED_PARTITIONS = 16;
    private static final int FETCHED_PARTITIONS = 4;
    private static final MergeWorkload ASKED_LOG = new MergeWorkload(4_000, 8_000, 200, 1_000, 1);
    private static final MergeWorkload FETCHED_LOG =
            new MergeWorkload(50_000, 200_000, 200, 50_000, 1);
    private static final int SERVING_THREADS = 8;
    private static final int WORKERS = 8;
    private static final long CACHE_BYTES = 512L << 20;
    private static final double MICROS_PER_MILLI = 1000.0;

    private final Storage storage;
    private final Duration block;
    private final double rate;
    private final PrintWriter out;
    private final Fetches fetches = new Fetches();
    private final SegmentReader reader = new SegmentReader(Placeholders.DEFAULT);
    private int requests;

    /** What happens beside the requests. */
    private enum Arm {
        ALONE("without prefetching"),
        GIVING_WAY("prefetching saturated"),
        GREEDY("the same, were it not to give way");

        private final String text;
        private final Histogram micros = new ConcurrentHistogram(3);
        private final List<Double> p99s = new ArrayList<>();
        private long fetchedBytes;

        Arm(String text) {
            this.text = text;
        }
    }

    /**
     * @param storage where the files are written
     * @param block how long each block lasts
     * @param rate requests a second
     * @param out where the figures go
     */
    public ContentionBenchmark(Storage storage, Duration block, double rate, PrintWriter out) {
        this.storage = storage;
        this.block = block;
        this.rate = rate;
        this.out = out;
    }

    /**
     * Measures.
     *
     * @param rounds how many blocks of each kind count
     * @param progress told the number of blocks that are done
     */
    public void run(int rounds, IntConsumer progress) throws IOException, InterruptedException {
        List<PartitionPlan> asked = write(ASKED, ASKED_PARTITIONS, ASKED_LOG);
        List<SourceFile> fetched = new ArrayList<>();
        for (PartitionPlan plan : write(FETCHED, FETCHED_PARTITIONS, FETCHED_LOG)) {
            fetched.add(SourceFile.of(plan.snapshot()));
            plan.segments().forEach(segment -> fetched.add(SourceFile.of(segment, reader)));
        }
        int done = 0;
        for (int round = -1; round < rounds; round++) {
            for (Arm arm : order(round)) {
                measure(arm, round >= 0, asked, fetched);
                progress.accept(++done);
            }
        }
        print();
    }

    /** How many blocks {@link #run} takes. */
    public static int blocks(int rounds) {
        return (rounds + 1) * Arm.values().length;
    }

    /** There and back again, so that nothing is always first. */
    private static List<Arm> order(int round) {
        List<Arm> arms = Arrays.asList(Arm.values().clone());
        if (round % 2 != 0) {
            java.util.Collections.reverse(arms);
        }
        return arms;
    }

    private List<PartitionPlan> write(String table, int partitions, MergeWorkload log)
            throws IOException {
        List<PartitionPlan> plans = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            TablePartition of = new TablePartition(table, i);
            log.write(storage, of);
            Planner planner = Planner.list(storage, of);
            plans.add(planner.plan(planner.restorableThrough()));
        }
        return plans;
    }

    private void measure(
            Arm arm, boolean counts, List<PartitionPlan> asked, List<SourceFile> fetched)
            throws IOException, InterruptedException {
        Histogram micros = new ConcurrentHistogram(3);
        int workers = arm == Arm.ALONE ? 0 : WORKERS;
        try (SaturatedLane lane =
                new SaturatedLane(
                        workers,
                        storage,
                        fetched,
                        arm == Arm.GREEDY ? this::greedily : fetches::prefetch)) {
            ask(asked, micros);
            if (counts) {
                arm.fetchedBytes += lane.bytes();
            }
        }
        if (counts) {
            arm.micros.add(micros);
            arm.p99s.add(micros.getValueAtPercentile(99) / MICROS_PER_MILLI);
        }
    }

    private void greedily(Storage from, SourceFile file) throws IOException {
        file.decoder().decode(from.readAll(file.path(), file.bytes()), Pace.UNHURRIED);
    }

    /** Requests at a steady rate, each timed from when it was due. */
    private void ask(List<PartitionPlan> asked, Histogram micros)
            throws IOException, InterruptedException {
        RunCache cache = new RunCache(CACHE_BYTES);
        PartitionServing warm = serving(cache);
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(SERVING_THREADS);
        List<Future<?>> running = new ArrayList<>();
        try {
            // Half of the partitions are in the cache from the beginning, the others never.
            for (int i = 0; i < asked.size(); i += 2) {
                serve(warm, asked.get(i));
            }
            long started = System.nanoTime();
            long between = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
            int count = (int) Math.max(1, block.toNanos() / between);
            for (int i = 0; i < count; i++) {
                PartitionPlan plan = asked.get(i % asked.size());
                boolean cached = i % 2 == 0;
                long due = started + i * between;
                running.add(
                        threads.schedule(
                                () -> {
                                    PartitionServing cold =
                                            cached ? warm : serving(new RunCache(CACHE_BYTES));
                                    serve(cold, plan);
                                    micros.recordValue((System.nanoTime() - due) / 1000);
                                    return null;
                                },
                                due - System.nanoTime(),
                                TimeUnit.NANOSECONDS));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } finally {
            threads.shutdownNow();
            cache.clear();
            storage.fileSystem().delete(new Path(storage.root(), Backups.KIND), true);
        }
    }

    private PartitionServing serving(RunCache cache) {
        return new PartitionServing(cache, fetches, Placeholders.DEFAULT, Retry.NEVER);
    }

    private void serve(PartitionServing serving, PartitionPlan plan) throws IOException {
        String id = "request-" + next();
        BackupRequest request =
                new BackupRequest(
                        id, ASKED, List.of(plan.partition()), plan.targetMs(), "bench", 0);
        try (Fetches.Serving served = fetches.serve()) {
            serving.serve(storage, new ServeTask(new ServeTask.Attempt(request, "0", 0, 0), plan));
        }
    }

    private synchronized int next() {
        return requests++;
    }

    private void print() {
        out.printf("%-36s %8s %8s %8s %10s%n", "requests", "p50 ms", "p95 ms", "p99 ms", "fetched");
        for (Arm arm : Arm.values()) {
            out.printf(
                    "%-36s %8.1f %8.1f %8.1f %7.1f MB/s%n",
                    arm.text,
                    arm.micros.getValueAtPercentile(50) / MICROS_PER_MILLI,
                    arm.micros.getValueAtPercentile(95) / MICROS_PER_MILLI,
                    arm.micros.getValueAtPercentile(99) / MICROS_PER_MILLI,
                    arm.fetchedBytes / 1e6 / (arm.p99s.size() * block.toMillis() / 1e3));
        }
        for (Arm arm : List.of(Arm.GIVING_WAY, Arm.GREEDY)) {
            out.printf(
                    "p99 against none, %s: %.2f over all requests, %.2f in the median pair of blocks%n",
                    arm.text,
                    arm.micros.getValueAtPercentile(99)
                            / (double) Arm.ALONE.micros.getValueAtPercentile(99),
                    medianRatio(arm));
        }
        out.flush();
    }

    private static double medianRatio(Arm arm) {
        double[] ratios = new double[arm.p99s.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = arm.p99s.get(i) / Arm.ALONE.p99s.get(i);
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }
}
