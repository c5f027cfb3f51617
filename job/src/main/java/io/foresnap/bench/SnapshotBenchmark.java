package io.foresnap.bench;

import io.foresnap.archive.Outlook;
import io.foresnap.archive.SnapshotPolicy;
import io.foresnap.archive.SnapshotSettings;
import io.foresnap.bench.SnapshotSimulation.Outcome;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.options.SnapshotMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What adaptive snapshots save against a fixed interval that writes as many bytes: the adaptive
 * policy's cost factor is sought by bisection until both write the same within 1 %.
 */
public final class SnapshotBenchmark {

    private static final double TOLERANCE = 0.01;
    private static final int MOST_STEPS = 60;
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;

    private final SnapshotWorkload workload;
    private final ModelType model;
    private final PrintWriter out;

    /**
     * @param trace recorded requests; made up when empty
     * @param seed makes everything that is made up
     * @param model which model predicts
     */
    public static SnapshotBenchmark of(
            Optional<Path> trace, long seed, ModelType model, PrintWriter out) throws IOException {
        return new SnapshotBenchmark(
                trace.isPresent()
                        ? SnapshotWorkload.recorded(trace.get(), seed)
                        : SnapshotWorkload.madeUp(seed),
                model,
                out);
    }

    private SnapshotBenchmark(SnapshotWorkload workload, ModelType model, PrintWriter out) {
        this.workload = workload;
        this.model = model;
        this.out = out;
    }

    /** What is compared: a name, and what a policy is told. */
    private record Way(String name, List<Outlook[]> outlooks) {}

    /** Compares and prints, for each interval. */
    public void run(List<Duration> intervals) {
        out.printf(
                "%s: %,d requests of %,d partitions in %s, predictions every %s%n",
                workload.source(),
                workload.requests().size(),
                workload.partitions().size(),
                Duration.ofMillis(workload.endMs() - workload.startMs())
                        .truncatedTo(ChronoUnit.MINUTES),
                Duration.ofMillis(workload.intervalMs()));
        out.flush();
        SnapshotOutlooks outlooks = new SnapshotOutlooks(workload);
        List<Outlook[]> none = outlooks.none();
        List<Way> ways =
                List.of(
                        new Way("adaptive", outlooks.predicted(model)),
                        new Way("adaptive, nothing predicted", none),
                        new Way("adaptive, perfect foresight", outlooks.perfect()));
        out.printf(
                "%-34s %9s %11s | %s%n%-34s %9s %11s | %9s %9s %9s %9s %11s%n",
                "",
                "snapshots",
                "written",
                "log bytes read by a request (MiB)",
                "policy",
                "",
                "GiB",
                "mean",
                "p50",
                "p95",
                "p99",
                "all, GiB");
        for (Duration interval : intervals) {
            Outcome fixed = play(SnapshotMode.INTERVAL, interval, 1, none);
            print(
                    "every " + interval.toString().substring(2).toLowerCase(Locale.ROOT),
                    fixed,
                    fixed);
            for (Way way : ways) {
                print("  " + way.name, equalBytes(way.outlooks, fixed.written()), fixed);
            }
        }
        out.flush();
    }

    private Outcome equalBytes(List<Outlook[]> outlooks, double written) {
        double low = 1e-6;
        double high = 1e6;
        List<Outcome> tried = new ArrayList<>();
        for (int step = 0; step < MOST_STEPS; step++) {
            double factor = Math.sqrt(low * high);
            Outcome outcome = play(SnapshotMode.ADAPTIVE, Duration.ofHours(1), factor, outlooks);
            tried.add(outcome);
            if (Math.abs(outcome.written() / written - 1) <= TOLERANCE) {
                return outcome;
            }
            if (outcome.written() > written) {
                low = factor;
            } else {
                high = factor;
            }
        }
        return tried.stream()
                .min(Comparator.comparingDouble(o -> Math.abs(o.written() / written - 1)))
                .orElseThrow();
    }

    private Outcome play(
            SnapshotMode mode, Duration interval, double costFactor, List<Outlook[]> outlooks) {
        SnapshotSettings settings =
                new SnapshotSettings(
                        mode,
                        interval,
                        Duration.ofMillis(workload.intervalMs()),
                        ForesnapOptions.SNAPSHOT_MAX_AGE.defaultValue(),
                        ForesnapOptions.SNAPSHOT_MIN_LOG_SIZE.defaultValue().getBytes(),
                        costFactor,
                        1);
        return SnapshotSimulation.run(workload, new SnapshotPolicy(settings), outlooks);
    }

    private void print(String policy, Outcome o, Outcome fixed) {
        out.printf(
                "%-34s %,9d %,11.1f | %,9.2f %,9.2f %,9.2f %,9.2f %,11.1f  %s%n",
                policy,
                o.made(),
                o.written() / GIB,
                o.mean() / MIB,
                o.quantile(0.5) / MIB,
                o.quantile(0.95) / MIB,
                o.quantile(0.99) / MIB,
                o.total() / GIB,
                o == fixed ? "" : "%+.0f %%".formatted(100 * (o.total() / fixed.total() - 1)));
        out.flush();
    }
}
