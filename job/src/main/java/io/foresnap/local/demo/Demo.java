package io.foresnap.local.demo;

import io.foresnap.changelog.Storage;
import io.foresnap.event.VirtualClock;
import io.foresnap.job.PrefetchJob;
import io.foresnap.local.CloseOnInterrupt;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.demo.live.LiveArchive;
import io.foresnap.local.demo.panel.LivePanel;
import io.foresnap.local.demo.report.ReportWriter;
import io.foresnap.local.demo.workload.MadeUpWorkload;
import io.foresnap.local.demo.workload.TraceWorkload;
import io.foresnap.local.demo.workload.Workload;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.GuardOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The demonstration from start-up to report. */
public final class Demo {

    /** Between the job's submission and the workload's begin: its tasks start meanwhile. */
    private static final Duration LEAD = Duration.ofSeconds(6);

    /** How long the archiving job's topic is written; it is over before the requests are. */
    private static final Duration LIVE = Duration.ofSeconds(40);

    private static final Duration JOB_START_TIMEOUT = Duration.ofMinutes(1);
    private static final long PANEL_MILLIS = 200;
    private static final int MAX_PARTITIONS = 1200;
    private static final long SEED = 20260105;

    /** What was prefetched and why, in the folder of the report. */
    private static final String DECISIONS = "decisions";

    private final DemoSettings settings;
    private final PrintWriter out;
    private final boolean terminal;

    /**
     * @param out where the panel and everything else for the user goes
     */
    public Demo(DemoSettings settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
        // A property of run-local.sh, because a JVM cannot tell of its standard output alone.
        this.terminal = Boolean.getBoolean("foresnap.terminal");
    }

    /**
     * Runs the demonstration.
     *
     * @return whether every request was answered and every backup is right
     */
    public boolean run() throws IOException, InterruptedException {
        Workload workload = workload();
        double speed =
                settings.speed()
                        .orElse(
                                Math.max(
                                        1,
                                        workload.span().toMillis()
                                                / (double) settings.duration().toMillis()));
        Path report = reportFolder();
        try (CloseOnInterrupt closing = new CloseOnInterrupt()) {
            return run(workload.first(span(speed)), speed, report);
        }
    }

    private Duration span(double speed) {
        return Duration.ofMillis((long) (settings.duration().toMillis() * speed) + 1);
    }

    private Workload workload() throws IOException {
        if (settings.trace().isEmpty()) {
            return MadeUpWorkload.of(SEED);
        }
        long span = settings.speed().map(s -> span(s).toMillis()).orElse(Long.MAX_VALUE);
        return TraceWorkload.read(
                settings.trace().get(),
                new TraceWorkload.Limits(settings.maxRequests(), MAX_PARTITIONS, span),
                SEED);
    }

    private Path reportFolder() throws IOException {
        return settings.report().isPresent()
                ? Files.createDirectories(settings.report().get())
                : Files.createTempDirectory("foresnap-report-");
    }

    private boolean run(Workload workload, double speed, Path report)
            throws IOException, InterruptedException {
        say(
                "Workload: %s; %,d requests for %,d tables"
                        .formatted(
                                workload.source(),
                                workload.requests().size(),
                                workload.tables().size()));
        say(
                settings.root().isPresent()
                        ? "Starting Kafka and Flink…"
                        : "Starting HDFS, Kafka and Flink…");
        try (DemoCluster cluster = DemoCluster.start(settings.root(), settings.overrides())) {
            EmbeddedFlink flink = cluster.flink();
            say(
                    "Flink dashboard: "
                            + flink.dashboard()
                            + (flink.dashboardOnUsualPort() ? "" : " (port 8081 is taken)"));
            say("Storage root: " + cluster.root() + " (" + settings.storage().text() + ")");
            try (Storage storage = Storage.open(cluster.root())) {
                return run(workload, speed, report, cluster, storage);
            }
        }
    }

    private boolean run(
            Workload workload, double speed, Path report, DemoCluster cluster, Storage storage)
            throws IOException, InterruptedException {
        long history = Math.max(2 * workload.interval().toMillis(), workload.span().toMillis() / 4);
        try (DemoArchive archive =
                DemoArchive.of(
                        workload, storage, settings.storage(), workload.startMs() - history)) {
            prepare(archive, workload);
            VirtualClock clock =
                    new VirtualClock(
                            workload.startMs(),
                            InstantSource.system().millis() + LEAD.toMillis(),
                            speed);
            Configuration options =
                    DemoConfiguration.of(
                            workload,
                            cluster,
                            clock,
                            settings.storage(),
                            decisions(report),
                            settings.overrides());
            JobID job = submit(cluster, options);
            DemoRun run = new DemoRun(workload, clock, options, cluster, job, archive, storage);
            boolean right;
            LiveArchive.Outcome archived;
            // In a root of its own: its job looks after every table it finds, by the machine's
            // clock.
            try (Storage live = Storage.open(cluster.root() + "/live");
                    LiveArchive archiving =
                            LiveArchive.start(
                                    cluster.flink(),
                                    cluster.kafka(),
                                    live,
                                    LIVE,
                                    settings.overrides())) {
                right = run.run(out, terminal);
                archived = archiving.finish();
            }
            ReportWriter.write(run.report(archived), report);
            say(archived.line());
            finish(run, report);
            if (settings.keepRunning()) {
                say(
                        "Everything keeps running at %s (Kafka at %s) until Ctrl-C"
                                .formatted(
                                        cluster.flink().dashboard(),
                                        cluster.kafka().bootstrapServers()));
                new CountDownLatch(1).await();
            }
            cluster.flink().cancel(job);
            return right && archived.right();
        }
    }

    /** Where the command explain looks; what an earlier demonstration recorded goes. */
    private static Path decisions(Path report) throws IOException {
        Path folder = Files.createDirectories(report.resolve(DECISIONS));
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, "decisions-*.gz")) {
            for (Path file : earlier) {
                Files.delete(file);
            }
        }
        return folder;
    }

    private void prepare(DemoArchive archive, Workload workload)
            throws IOException, InterruptedException {
        say(
                "Archiving snapshots and change logs of %,d tables…"
                        .formatted(workload.tables().size()));
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (LivePanel panel = LivePanel.open(out, terminal, "Tables", workload.tables().size())) {
            Future<?> done =
                    worker.submit(
                            () -> {
                                archive.prepare(workload.startMs());
                                return archive;
                            });
            while (!done.isDone()) {
                panel.show(archive.prepared());
                Thread.sleep(PANEL_MILLIS);
            }
            panel.show(archive.prepared());
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException("could not prepare the tables: " + e.getCause(), e);
        } finally {
            worker.shutdown();
        }
    }

    private static JobID submit(DemoCluster cluster, Configuration options) throws IOException {
        String[] topics =
                Stream.of(
                                ForesnapOptions.KAFKA_REQUESTS_TOPIC,
                                ForesnapOptions.KAFKA_RESULTS_TOPIC,
                                ForesnapOptions.KAFKA_REJECTED_TOPIC,
                                GuardOptions.KAFKA_CONTROL_TOPIC)
                        .map(options::get)
                        .filter(topic -> topic != null && !topic.isBlank())
                        .toArray(String[]::new);
        cluster.kafka().createTopics(1, topics);
        StreamExecutionEnvironment environment = cluster.flink().environment();
        environment.configure(options);
        PrefetchJob.define(environment, options);
        JobID job = cluster.flink().submit(environment);
        cluster.flink().awaitRunning(job, JOB_START_TIMEOUT);
        return job;
    }

    private void finish(DemoRun run, Path report) {
        run.verdict().forEach(this::say);
        if (settings.storage() == StorageProfile.LOCAL) {
            say(
                    "This machine's storage answers at once, which leaves a cache little to save;"
                            + " --storage-profile cold answers as cold storage does.");
        }
        say("Figures: " + report.resolve(ReportWriter.FIGURES).toAbsolutePath().normalize());
        say("Page:    " + report.resolve(ReportWriter.PAGE).toAbsolutePath().normalize());
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
