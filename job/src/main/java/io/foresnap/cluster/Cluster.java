package io.foresnap.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** HDFS, Kafka, ZooKeeper and Flink as separate processes of this machine. */
public final class Cluster {

    private static final Duration READY = Duration.ofSeconds(120);
    private static final Duration ENDED = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 200;
    private static final int LINES = 12;

    private final ClusterFolder folder;
    private final ClusterSettings settings;
    private final Hdfs hdfs;
    private final KafkaBroker kafka;
    private final ZooKeeper zooKeeper;
    private final Flink flink;

    private Cluster(ClusterFolder folder, ClusterSettings settings) {
        this.folder = folder;
        this.settings = settings;
        ClassPaths classPaths = ClassPaths.ofThisJvm();
        hdfs = new Hdfs(folder, settings, classPaths);
        kafka = new KafkaBroker(folder, settings, classPaths);
        zooKeeper = new ZooKeeper(folder, settings, classPaths);
        flink = new Flink(folder, settings, classPaths);
    }

    /** The cluster that a folder remembers, whether it runs or not. */
    public static Optional<Cluster> in(Path directory) throws IOException {
        ClusterFolder folder = new ClusterFolder(directory);
        return Files.exists(folder.settings())
                ? Optional.of(new Cluster(folder, ClusterSettings.read(folder.settings())))
                : Optional.empty();
    }

    /** As {@link #in}, but it has to be there. */
    public static Cluster require(Path directory) throws IOException {
        return in(directory)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "there is no cluster in %s: start one with 'cluster start'"
                                                .formatted(directory)));
    }

    /** A cluster that is not started yet; its folder remembers it from now on. */
    public static Cluster create(Path directory, ClusterPlan plan) throws IOException {
        ClusterFolder folder = new ClusterFolder(directory);
        ClusterSettings settings = plan.settings();
        Optional<String> taken = settings.ports().taken(settings.taskManagers());
        if (taken.isPresent()) {
            throw new IOException(
                    taken.get() + ": choose others with --free-ports or --port-offset");
        }
        folder.requireFree();
        folder.create();
        settings.write(folder.settings());
        return new Cluster(folder, settings);
    }

    /** The same with another number of TaskManagers; its folder remembers that, too. */
    public Cluster withTaskManagers(int count) throws IOException {
        if (count < settings.taskManagers()) {
            throw new IOException(
                    "the cluster has %d TaskManagers and can get more, not fewer: stop it first"
                            .formatted(settings.taskManagers()));
        }
        ClusterSettings changed = settings.with(count);
        changed.write(folder.settings());
        return new Cluster(folder, changed);
    }

    ClusterSettings settings() {
        return settings;
    }

    /** The storage root of jobs that are given no other. */
    public String storageRoot() {
        return settings.storageRoot();
    }

    /** Its Kafka. */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /** Its JobManager. */
    public JobManager jobManager() {
        return JobManager.at(settings.dashboard());
    }

    /** Where its processes log. */
    public Path logs() {
        return folder.path().resolve("log");
    }

    /** Ends a process as {@code kill -9} does. */
    public void kill(String process) throws IOException, InterruptedException {
        daemon(process).kill();
    }

    /** What a TaskManager tells Prometheus just now. */
    public Metrics metrics(String taskManager) throws IOException {
        return Metrics.scrape(
                "http://localhost:%d/metrics".formatted(flink.metricsPort(taskManager)));
    }

    /** Stops a process as {@code kill -STOP} does: it lives, and answers nobody. */
    public void suspend(String process) throws IOException, InterruptedException {
        ProcessTools.run("kill", "-STOP", pid(process));
    }

    /** Lets a process go on that was stopped. */
    public void goOn(String process) throws IOException, InterruptedException {
        ProcessTools.run("kill", "-CONT", pid(process));
    }

    /** Bytes that a process's heap holds when what nobody needs is gone. */
    public long heapBytes(String process) throws IOException, InterruptedException {
        ProcessTools.run(jcmd(), pid(process), "GC.run");
        return HeapInfo.usedBytes(ProcessTools.run(jcmd(), pid(process), "GC.heap_info"));
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    private String pid(String process) throws IOException {
        return daemon(process)
                .process()
                .map(found -> Long.toString(found.pid()))
                .orElseThrow(() -> new IOException(process + " does not run"));
    }

    ClusterFolder folder() {
        return folder;
    }

    KafkaBroker kafka() {
        return kafka;
    }

    Hdfs hdfs() {
        return hdfs;
    }

    ZooKeeper zooKeeper() {
        return zooKeeper;
    }

    Flink flink() {
        return flink;
    }

    Daemon daemon(String process) {
        return new Daemon(folder, process);
    }

    /** Whether all its processes live. */
    public boolean isComplete() throws IOException {
        return missing().isEmpty();
    }

    /** Processes that do not live. */
    public List<String> missing() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String process : settings.processes()) {
            if (!daemon(process).isAlive()) {
                missing.add(process);
            }
        }
        return missing;
    }

    /**
     * Starts what does not run, and waits until it is ready. If that fails, it is ended again.
     *
     * @param home the folder that has {@code conf}
     * @param say told what happens
     */
    public void start(Path home, Consumer<String> say) throws IOException, InterruptedException {
        Set<String> missing = new HashSet<>(missing());
        try {
            start(home, missing, say);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stopAll(missing);
            throw e;
        }
    }

    private void start(Path home, Set<String> missing, Consumer<String> say)
            throws IOException, InterruptedException {
        // What is missing was last heard of before; when a process began is known to the second.
        long begunMs = InstantSource.system().millis();
        folder.create();
        flink.prepare(home);
        zooKeeper.prepare();
        hdfs.prepare();
        kafka.prepare();
        start("zookeeper", missing, zooKeeper.launch());
        start("namenode", missing, hdfs.nameNode());
        start("kafka", missing, kafka.launch());
        await("namenode", say, () -> hdfs.liveDataNodes() >= 0);
        for (String process : settings.processes()) {
            if (process.startsWith("datanode-")) {
                start(process, missing, hdfs.dataNode(process));
            }
        }
        await("zookeeper", say, zooKeeper::ready);
        start("jobmanager", missing, flink.jobManager());
        for (String process : taskManagers()) {
            start(process, missing, flink.taskManager(process));
        }
        await("kafka", say, kafka::ready);
        await("datanode-1", say, () -> hdfs.liveDataNodes() >= settings.dataNodes());
        await("jobmanager", say, flink::ready);
        for (String process : taskManagers()) {
            long started =
                    missing.contains(process)
                            ? begunMs
                            : daemon(process).process().map(ProcessMark::startMillis).orElse(0L);
            await(process, say, () -> flink.heartbeats().getOrDefault(process, 0L) > started);
        }
    }

    /** Names of the TaskManagers. */
    public List<String> taskManagers() {
        return settings.processes().stream().filter(p -> p.startsWith("taskmanager-")).toList();
    }

    private void start(String process, Set<String> missing, Launch launch) throws IOException {
        if (missing.contains(process)) {
            daemon(process).start(launch);
        }
    }

    private void await(String process, Consumer<String> say, BooleanSupplier ready)
            throws IOException, InterruptedException {
        Daemon daemon = daemon(process);
        long deadline = System.nanoTime() + READY.toNanos();
        while (!ready.getAsBoolean()) {
            if (!daemon.isAlive()) {
                daemon.lastWords(LINES).forEach(say);
                throw new IOException("%s ended; %s".formatted(process, folder.log(process)));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "%s is not ready after %d s; %s"
                                .formatted(process, READY.toSeconds(), folder.log(process)));
            }
            Thread.sleep(POLL_MILLIS);
        }
        say.accept(process + " is ready");
    }

    /** Where users find it, for people. */
    public List<String> addresses() {
        return List.of(
                "Flink dashboard: " + settings.dashboard(),
                "Kafka:           " + settings.bootstrapServers(),
                "Storage root:    " + settings.storageRoot());
    }

    /** How each process is. */
    public List<ProcessState> processes() throws IOException {
        ProcessStates states = new ProcessStates(this);
        List<ProcessState> all = new ArrayList<>();
        for (String process : settings.processes()) {
            all.add(states.of(process));
        }
        return all;
    }

    /** The jobs on it that have not ended; none when the JobManager does not answer. */
    public List<RunningJob> jobs() {
        try {
            return jobManager().jobs();
        } catch (IOException down) {
            return List.of();
        }
    }

    /**
     * Ends all processes, and deletes what they left; nothing, when some process of it may run yet.
     *
     * @param keepData whether data, logs and settings stay for a next cluster in this folder
     */
    public void stop(boolean keepData) throws IOException, InterruptedException {
        List<String> flinks = new ArrayList<>(taskManagers());
        flinks.add(0, "jobmanager");
        stopAll(flinks);
        stopAll(settings.processes());
        requireNoStrays();
        folder.delete(keepData);
    }

    private void requireNoStrays() throws IOException {
        List<String> strays = StrayProcesses.of(folder);
        if (!strays.isEmpty()) {
            throw new IOException(
                    "%s: %s still runs there and is in no pid file: end it, then stop again; nothing was deleted"
                            .formatted(folder.path(), String.join(", ", strays)));
        }
    }

    private void stopAll(Collection<String> processes) throws IOException, InterruptedException {
        for (String process : processes) {
            daemon(process).process().ifPresent(ProcessHandle::destroy);
        }
        for (String process : processes) {
            daemon(process).stop(ENDED);
        }
    }
}
