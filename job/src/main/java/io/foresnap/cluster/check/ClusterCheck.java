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
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts a cluster, works with it through a fault and upgrades, and compares everything. */
public final class ClusterCheck {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final int TASK_MANAGERS = 2;
    private static final int SLOTS = 3;
    private static final int TABLES = 10;
    private static final long SEED = 20261122;

    /** The disk tier is in the TaskManager's own working folder: each finds its own again. */
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "parallelism.default", "2",
                    "execution.checkpointing.interval", "3 s",
                    "prediction.interval", "10 s",
                    "training.interval", "20 s",
                    "cache.memory-size", "24 mb",
                    "cache.disk-size", "128 mb",
                    "cache.disk-directory", "cache");

    private static final String CHECKPOINTS = "/flink/checkpoints";
    private static final int SMALL_DISK_MIB = 24;

    private final Path home;
    private final int requests;
    private final FaultChoice faults;
    private final Path logs;
    private final PrintWriter out;
    private final long startedNanos = System.nanoTime();

    /**
     * @param home the folder that has {@code conf}
     * @param requests how many are sent
     * @param faults what else goes wrong
     * @param logs where the processes' logs go when something is wrong
     */
    public ClusterCheck(Path home, int requests, FaultChoice faults, Path logs, PrintWriter out) {
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
                            new ClusterPlan(faults.any() ? 2 : 1, TASK_MANAGERS, SLOTS, true, 0));
            boolean right = false;
            try {
                say("starting HDFS, Kafka, ZooKeeper, a JobManager and 2 TaskManagers");
                cluster.start(home, line -> {});
                right = run(cluster, folder.path());
                return right;
            } finally {
                if (!right) {
                    keepLogs(cluster);
                }
                // As it is remembered: it may have grown.
                Cluster.require(folder.path()).stop(false);
            }
        }
    }

    private boolean run(Cluster cluster, Path folder) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>(OPTIONS);
        options.put("serving.timeout", "10 min");
        options.put(
                "execution.checkpointing.dir",
                URI.create(cluster.storageRoot()).resolve(CHECKPOINTS).toString());
        try (Storage storage = Storage.open(cluster.storageRoot());
                CheckTables tables = new CheckTables(storage, TABLES, SEED)) {
            tables.prepare();
            say("archived %d tables; submitting the job".formatted(tables.specs().size()));
            JobControl job = JobControl.on(cluster, JobKind.MAIN);
            String id = job.submit(options);
            say("job %s runs with parallelism 2".formatted(id));
            tables.grow();
            try (Conversation conversation = new Conversation(client(cluster))) {
                Traffic traffic = new Traffic(conversation, tables, SEED);
                Stage stage = new Stage(cluster, home, job, tables, traffic, this::say);
                Faults made = new Faults(options);
                makeFaults(made, stage);
                boolean warm = new Scenario(stage).run(requests);
                if (!warm) {
                    say("the replaced TaskManager read again what was on its disk");
                }
                if (faults.rescales()) {
                    made.run(grown(stage, folder), List.of(new Rescaling()));
                }
                return report(made, conversation, storage, tables) && warm;
            }
        }
    }

    private void makeFaults(Faults made, Stage stage) throws IOException, InterruptedException {
        Optional<SmallDisk> disk =
                faults.needsDisk() ? SmallDisk.mount(SMALL_DISK_MIB) : Optional.empty();
        if (faults.needsDisk() && disk.isEmpty()) {
            say("left out full disks: this user may not mount a small one");
        }
        try {
            made.run(stage, faults.faults(disk));
        } finally {
            if (disk.isPresent()) {
                disk.get().close();
            }
        }
    }

    /** With another TaskManager there are slots for twice as many subtasks. */
    private Stage grown(Stage stage, Path folder) throws IOException, InterruptedException {
        Cluster cluster = Cluster.require(folder).withTaskManagers(TASK_MANAGERS + 1);
        cluster.start(home, line -> {});
        return new Stage(cluster, home, stage.job(), stage.tables(), stage.traffic(), stage.say());
    }

    private static BackupClient client(Cluster cluster) throws IOException {
        return BackupClient.open(
                cluster.bootstrapServers(),
                Map.of(),
                ForesnapOptions.KAFKA_REQUESTS_TOPIC.defaultValue(),
                ForesnapOptions.KAFKA_RESULTS_TOPIC.defaultValue(),
                CONNECT);
    }

    private boolean report(
            Faults made, Conversation conversation, Storage storage, CheckTables tables)
            throws IOException, InterruptedException {
        tables.close();
        if (tables.failure().isPresent()) {
            Exception why = tables.failure().get();
            throw new IOException("the tables stopped changing: " + why, why);
        }
        Faults.Report report = made.report(conversation.all(), storage, tables);
        Verdict verdict = report.verdict();
        verdict.findings().stream().limit(10).forEach(this::say);
        say(
                "compared %d backups with the naive replay; %d requests got the same answer again"
                        .formatted(verdict.requests() - verdict.lost(), verdict.repeated()));
        if (!report.table().isEmpty()) {
            Faults.Report.HEAD.forEach(out::println);
            report.table().forEach(out::println);
        }
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
