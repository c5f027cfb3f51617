package io.foresnap.local.demo;

import io.foresnap.changelog.Storage;
import io.foresnap.client.BackupClient;
import io.foresnap.event.VirtualClock;
import io.foresnap.local.demo.live.LiveArchive;
import io.foresnap.local.demo.panel.Figures;
import io.foresnap.local.demo.panel.LivePanel;
import io.foresnap.local.demo.report.JobFigures;
import io.foresnap.local.demo.report.Latency;
import io.foresnap.local.demo.report.Outcome;
import io.foresnap.local.demo.report.Report;
import io.foresnap.local.demo.report.Sample;
import io.foresnap.local.demo.report.Scoreboard;
import io.foresnap.local.demo.verify.Mismatch;
import io.foresnap.local.demo.verify.Verifier;
import io.foresnap.local.demo.workload.Workload;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;

/** The workload against the running job: requests, archive, verification and figures. */
final class DemoRun {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    /** What got no answer so long after the last request counts as failed. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(25);

    private static final long VERIFY_SECONDS = 30;
    private static final long STEP_MILLIS = 250;
    private static final long SAMPLE_NANOS = 1_000_000_000L;

    private final Workload workload;
    private final VirtualClock clock;
    private final Configuration options;
    private final DemoCluster cluster;
    private final JobID job;
    private final DemoArchive archive;
    private final Scoreboard scoreboard = new Scoreboard();
    private final Verifier verifier;
    private final List<Sample> samples = new ArrayList<>();
    private final long startedNanos = System.nanoTime();
    private JobFigures figures = JobFigures.none();
    private int sent;
    private Optional<String> problem = Optional.empty();

    DemoRun(
            Workload workload,
            VirtualClock clock,
            Configuration options,
            DemoCluster cluster,
            JobID job,
            DemoArchive archive,
            Storage storage) {
        this.workload = workload;
        this.clock = clock;
        this.options = options;
        this.cluster = cluster;
        this.job = job;
        this.archive = archive;
        this.verifier = new Verifier(storage, archive.replays());
    }

    /** Runs to the end; returns whether every request was answered and every backup is right. */
    boolean run(PrintWriter out, boolean terminal) throws IOException, InterruptedException {
        BackupClient client =
                BackupClient.open(
                        cluster.kafka().bootstrapServers(),
                        Map.of(),
                        options.get(ForesnapOptions.KAFKA_REQUESTS_TOPIC),
                        options.get(ForesnapOptions.KAFKA_RESULTS_TOPIC),
                        CONNECT_TIMEOUT);
        try (verifier;
                RequestDriver driver =
                        new RequestDriver(workload, clock, client, archive, scoreboard, verifier);
                LivePanel panel =
                        LivePanel.open(out, terminal, "Requests", workload.requests().size())) {
            archive.grow(clock);
            driver.start();
            watch(driver, panel);
            driver.close();
            scoreboard.countUnanswered(driver.waiting());
            if (!verifier.finish(VERIFY_SECONDS)) {
                problem = Optional.of("the verification of all backups took too long");
            }
            show(driver, panel);
        }
        return problem.isEmpty() && verifier.mismatched() == 0 && scoreboard.totals().failed() == 0;
    }

    private void watch(RequestDriver driver, LivePanel panel)
            throws IOException, InterruptedException {
        long lastSample = System.nanoTime();
        long lastProgress = System.nanoTime();
        long answered = 0;
        while (!driver.sentAll() || driver.waiting() > 0) {
            Thread.sleep(STEP_MILLIS);
            show(driver, panel);
            long now = System.nanoTime();
            if (now - lastSample >= SAMPLE_NANOS && clock.nowMs() >= workload.startMs()) {
                lastSample = now;
                sample();
            }
            if (!driver.sentAll() || scoreboard.totals().answered() > answered) {
                answered = scoreboard.totals().answered();
                lastProgress = now;
            }
            problem = problemOf(driver, now - lastProgress > ANSWER_TIMEOUT.toNanos());
            if (problem.isPresent() || verifier.mismatched() > 0) {
                return;
            }
        }
        sample();
    }

    private Optional<String> problemOf(RequestDriver driver, boolean silent) throws IOException {
        if (cluster.flink().failed(job)) {
            return Optional.of("the job failed; job/target/foresnap.log has the cause");
        }
        return driver.failure()
                .or(archive::failure)
                .map(Throwable::getMessage)
                .or(
                        () ->
                                silent
                                        ? Optional.of(driver.waiting() + " requests got no answer")
                                        : Optional.empty());
    }

    private void show(RequestDriver driver, LivePanel panel) {
        figures = JobFigures.now();
        sent = driver.sent();
        Scoreboard.Totals totals = scoreboard.totals();
        panel.show(
                totals.answered(),
                new Figures(
                        Math.min(clock.nowMs(), workload.endMs()),
                        workload.requests().size(),
                        sent,
                        totals,
                        scoreboard.latency(Outcome.HIT),
                        scoreboard.latency(Outcome.MISS),
                        figures,
                        modelType(),
                        verifier.verified(),
                        verifier.mismatched()));
    }

    private void sample() {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        long virtual = Math.min(clock.nowMs(), workload.endMs());
        samples.add(Sample.of(virtual, seconds, scoreboard.totals(), figures));
    }

    private String modelType() {
        return options.get(ForesnapOptions.MODEL_TYPE).name();
    }

    /** What the run came to, in a few lines. */
    List<String> verdict() {
        Scoreboard.Totals totals = scoreboard.totals();
        List<String> lines = new ArrayList<>();
        lines.add(
                "%,d requests: %,d acknowledged, %,d rejected, %,d failed; %.1f %% served wholly from cache"
                        .formatted(
                                sent,
                                totals.acknowledged(),
                                totals.rejected(),
                                totals.failed(),
                                100 * totals.hitShare()));
        latencies().ifPresent(lines::add);
        lines.addAll(scoreboard.reasons());
        problem.ifPresent(p -> lines.add("Ended early: " + p));
        verifier.firstMismatch().map(Mismatch::toString).ifPresent(lines::add);
        lines.add(
                "%,d backups equal a plain replay of the change events, %,d differ"
                        .formatted(verifier.verified(), verifier.mismatched()));
        return lines;
    }

    private Optional<String> latencies() {
        Latency hits = scoreboard.latency(Outcome.HIT);
        Latency misses = scoreboard.latency(Outcome.MISS);
        return hits.count() == 0 || misses.count() == 0
                ? Optional.empty()
                : Optional.of(
                        "wholly from cache: p50 %.0f ms, p99 %.0f ms (%,d requests); nothing from cache: p50 %.0f ms, p99 %.0f ms (%,d); p99 1 : %.1f"
                                .formatted(
                                        hits.p50(),
                                        hits.p99(),
                                        hits.count(),
                                        misses.p50(),
                                        misses.p99(),
                                        misses.count(),
                                        misses.p99() / hits.p99()));
    }

    /**
     * The report of the run.
     *
     * @param archived what the archiving job came to
     */
    Report report(LiveArchive.Outcome archived) {
        Scoreboard.Totals totals = scoreboard.totals();
        return new Report(
                sent,
                totals.acknowledged(),
                totals.rejected(),
                totals.failed(),
                totals.hitShare(),
                totals.neededBytes(),
                totals.byteHitRatio(),
                scoreboard.latencies(),
                scoreboard.meanTimeParts(),
                figures.prefetchedBytes(),
                figures.usedPrefetchedBytes(),
                new Report.Model(
                        modelType(),
                        figures.modelVersion(),
                        Double.isNaN(figures.modelLogLoss()) ? null : figures.modelLogLoss()),
                verifier.verified(),
                verifier.mismatched(),
                verifier.firstMismatch().map(Mismatch::toString).orElse(null),
                archived.line(),
                scoreboard.reasons(),
                scoreboard.byKind(),
                figures.calibration(),
                settings(),
                samples);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("workload", workload.source());
        settings.put("tables", Integer.toString(workload.tables().size()));
        settings.put("partitions", Integer.toString(workload.partitions()));
        settings.put("span", "%.1f h".formatted(workload.span().toMinutes() / 60.0));
        settings.put("speed", "%,.0fx".formatted(clock.speed()));
        settings.put(
                "segment interval",
                Duration.ofMillis(archive.segmentIntervalMs(clock.speed())).toMinutes() + " min");
        // Addresses and clock readings say nothing about the run.
        new TreeMap<>(options.toMap())
                .forEach(
                        (key, value) -> {
                            if (!key.startsWith("clock.")
                                    && !key.equals("kafka.bootstrap-servers")
                                    && !key.equals("decisions.directory")) {
                                settings.put(key, Secrets.shown(key, value));
                            }
                        });
        return settings;
    }
}
