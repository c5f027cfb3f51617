package io.foresnap.cluster.check;

import io.foresnap.changelog.Storage;
import io.foresnap.client.BackupClient;
import io.foresnap.cluster.Cluster;
import io.foresnap.cluster.ClusterPlan;
import io.foresnap.cluster.JobControl;
import io.foresnap.cluster.JobKind;
import io.foresnap.local.CloseOnInterrupt;
import io.foresnap.local.TempFolder;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** Starts a cluster, works with it through a fault and upgrades, and compares everything. */
public final class ClusterCheck {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final int TASK_MANAGERS = 2;
    private static final int SLOTS = 3;
    private static final int TABLES = 10;
    private static final long SEED = 20261122;

    /**
     * A restart of the NameNode takes longer than the default retries of storage last. The disk
     * tier is in the TaskManager's own working folder: each finds its own again.
     */
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "parallelism.default", "2",
                    "execution.checkpointing.interval", "3 s",
                    "prediction.interval", "10 s",
                    "training.interval", "20 s",
                    "storage.retries", "8",
                    "cache.memory-size", "24 mb",
                    "cache.disk-size", "128 mb",
                    "cache.disk-directory", "cache");

    private final Path home;
    private final int requests;
    private final boolean faults;
    private final Path logs;
    private final PrintWriter out;
    private final long startedNanos = System.nanoTime();

    /**
     * @param home the folder that has {@code conf}
     * @param requests how many are sent
     * @param faults whether every other process is killed as well
     * @param logs where the processes' logs go when something is wrong
     */
    public ClusterCheck(Path home, int requests, boolean faults, Path logs, PrintWriter out) {
        this.home = home;
        this.requests = requests;
        this.faults = faults;
        this.logs = logs;
        this.out = out;
    }

    /** Runs it; returns whether nothing was lost, doubled or wrong. */
    public boolean run() throws IOException, InterruptedException {
        try (CloseOnInterrupt closing = new CloseOnInterrupt();
                TempFolder folder = TempFolder.create("foresnap-cluster-")) {
            Cluster cluster =
                    Cluster.create(
                            folder.path(),
                            new ClusterPlan(faults ? 2 : 1, TASK_MANAGERS, SLOTS, true, 0));
            boolean right = false;
            try {
                say("starting HDFS, Kafka, ZooKeeper, a JobManager and 2 TaskManagers");
                cluster.start(home, line -> {});
                right = run(cluster);
                return right;
            } finally {
                if (!right) {
                    keepLogs(cluster);
                }
                cluster.stop(false);
            }
        }
    }

    private boolean run(Cluster cluster) throws IOException, InterruptedException {
        try (Storage storage = Storage.open(cluster.storageRoot());
                CheckTables tables = new CheckTables(storage, TABLES, SEED)) {
            tables.prepare();
            say("archived %d tables; submitting the job".formatted(tables.specs().size()));
            JobControl job = JobControl.on(cluster, JobKind.MAIN);
            String id = job.submit(OPTIONS);
            say("job %s runs with parallelism 2".formatted(id));
            tables.grow();
            try (Conversation conversation = new Conversation(client(cluster))) {
                Traffic traffic = new Traffic(conversation, tables, SEED);
                if (faults) {
                    new Faults(cluster, home, tables, traffic, this::say).run(id);
                }
                Scenario scenario = new Scenario(cluster, home, job, traffic, this::say);
                boolean warm = scenario.run(id, requests);
                if (!warm) {
                    say("the replaced TaskManager read again what was on its disk");
                }
                return report(conversation, storage, tables) && warm;
            }
        }
    }

    private static BackupClient client(Cluster cluster) throws IOException {
        return BackupClient.open(
                cluster.bootstrapServers(),
                Map.of(),
                ForesnapOptions.KAFKA_REQUESTS_TOPIC.defaultValue(),
                ForesnapOptions.KAFKA_RESULTS_TOPIC.defaultValue(),
                CONNECT);
    }

    private boolean report(Conversation conversation, Storage storage, CheckTables tables)
            throws IOException, InterruptedException {
        tables.close();
        if (tables.failure().isPresent()) {
            throw new IOException("the tables stopped changing", tables.failure().get());
        }
        Verdict verdict = Verdict.of(conversation.all(), storage, tables.replays());
        verdict.findings().stream().limit(10).forEach(this::say);
        say(
                "compared %d backups with the naive replay; %d requests got the same answer again"
                        .formatted(verdict.requests() - verdict.lost(), verdict.repeated()));
        out.println(verdict.line());
        out.flush();
        return verdict.right();
    }

    private void keepLogs(Cluster cluster) throws IOException {
        Files.createDirectories(logs);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(cluster.logs())) {
            for (Path file : files) {
                Files.copy(
                        file,
                        logs.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        say("the logs are in " + logs);
    }

    private void say(String line) {
        out.println(
                "[%3d s] %s".formatted((System.nanoTime() - startedNanos) / 1_000_000_000, line));
        out.flush();
    }
}
