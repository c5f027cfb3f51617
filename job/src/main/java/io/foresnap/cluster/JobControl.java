package io.foresnap.cluster;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.GuardOptions;
import io.foresnap.options.SecurityOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.jspecify.annotations.Nullable;

/** Starts, saves, stops and resumes one of the jobs on a Flink cluster. */
public final class JobControl {

    private static final Duration RUNNING = Duration.ofSeconds(90);
    private static final Duration FREED = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 100;
    private static final int TOPIC_PARTITIONS = 4;
    private static final List<ConfigOption<String>> TOPICS =
            List.of(
                    ForesnapOptions.KAFKA_REQUESTS_TOPIC,
                    ForesnapOptions.KAFKA_RESULTS_TOPIC,
                    ForesnapOptions.KAFKA_REJECTED_TOPIC,
                    ForesnapOptions.KAFKA_REJECTED_EVENTS_TOPIC,
                    ForesnapOptions.KAFKA_PREDICTIONS_TOPIC,
                    GuardOptions.KAFKA_CONTROL_TOPIC,
                    SecurityOptions.KAFKA_AUDIT_TOPIC);

    private final JobManager jobManager;
    private final FlinkClient client;
    private final JobRecord record;
    private final JobKind kind;
    private final Map<String, String> defaults;
    private final @Nullable String savepoints;
    private final @Nullable KafkaBroker kafka;

    private JobControl(
            JobManager jobManager,
            FlinkClient client,
            JobRecord record,
            JobKind kind,
            Map<String, String> defaults,
            @Nullable String savepoints,
            @Nullable KafkaBroker kafka) {
        this.jobManager = jobManager;
        this.client = client;
        this.record = record;
        this.kind = kind;
        this.defaults = defaults;
        this.savepoints = savepoints;
        this.kafka = kafka;
    }

    /** A job on a cluster of this machine: storage and Kafka are that cluster's unless told. */
    public static JobControl on(Cluster cluster, JobKind kind) {
        ClusterSettings settings = cluster.settings();
        return new JobControl(
                JobManager.at(settings.dashboard()),
                new FlinkClient(
                        ClassPaths.ofThisJvm(),
                        cluster.folder().conf(),
                        List.of(Hdfs.hadoopConf(cluster.folder()))),
                new JobRecord(cluster.folder().jobs().resolve(kind.file() + ".properties")),
                kind,
                Map.of(
                        ForesnapOptions.STORAGE_ROOT.key(), settings.storageRoot(),
                        ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS.key(), settings.bootstrapServers()),
                settings.fileSystem() + "/flink/savepoints/" + kind.file(),
                cluster.kafka());
    }

    /**
     * A job on any Flink cluster.
     *
     * @param hostAndPort of the JobManager's REST interface
     * @param records where is remembered what jobs were started with
     * @param conf Flink's configuration folder
     */
    public static JobControl on(String hostAndPort, JobKind kind, Path records, Path conf) {
        String[] parts = hostAndPort.split(":", 2);
        return new JobControl(
                JobManager.at("http://" + hostAndPort),
                new FlinkClient(ClassPaths.ofThisJvm(), conf, List.of()),
                new JobRecord(
                        records.resolve(
                                "%s-%s-%s.properties".formatted(parts[0], parts[1], kind.file()))),
                kind,
                Map.of(
                        "rest.address", parts[0],
                        "rest.port", parts[1],
                        "high-availability.type", "NONE"),
                null,
                null);
    }

    /** Submits the job; returns its id when all its tasks run. */
    public String submit(Map<String, String> options) throws IOException, InterruptedException {
        return start(options, Optional.empty());
    }

    /**
     * Submits the job with the state it had.
     *
     * @param savepoint where; unless given, the newest that this made since the job was started
     * @param options over those it was last started with
     */
    public Resumed resume(Optional<String> savepoint, Map<String, String> options)
            throws IOException, InterruptedException {
        return resume(savepoint, options, false);
    }

    /**
     * Submits the job with the state it had.
     *
     * @param savepoint where; unless given, the newest that this made since the job was started
     * @param options over those it was last started with
     * @param allowNonRestoredState whether state that the job has no operator for is dropped
     */
    public Resumed resume(
            Optional<String> savepoint, Map<String, String> options, boolean allowNonRestoredState)
            throws IOException, InterruptedException {
        String from = savepoint.isPresent() ? savepoint.get() : newest();
        Map<String, String> all = new TreeMap<>(record.options());
        all.putAll(options);
        return new Resumed(
                start(all, Optional.of(new RestoreFrom(from, allowNonRestoredState))), from);
    }

    /**
     * A job that goes on.
     *
     * @param savepoint where its state is from
     */
    public record Resumed(String id, String savepoint) {}

    private String newest() throws IOException {
        Optional<String> newest = record.savepoint();
        if (newest.isPresent()) {
            return newest.get();
        }
        throw new IOException(
                record.oldSavepoint()
                        .map(
                                old ->
                                        ("%s has run since its newest savepoint, %s: give"
                                                        + " --savepoint, that one or its newest"
                                                        + " checkpoint")
                                                .formatted(kind.title(), old))
                        .orElse(
                                "no savepoint of %s is known: give --savepoint"
                                        .formatted(kind.title())));
    }

    /** Stops the job with a savepoint, and resumes it with so many subtasks. */
    public Resumed rescale(int parallelism) throws IOException, InterruptedException {
        return rescale(parallelism, false);
    }

    /** As {@link #rescale(int)}; state that the job has no operator for may be dropped. */
    public Resumed rescale(int parallelism, boolean allowNonRestoredState)
            throws IOException, InterruptedException {
        // Before the job is stopped, not after.
        int needed = kind.slots(parallelism);
        int all = jobManager.slots();
        if (needed > all) {
            throw new IOException(
                    "with %d subtasks the job needs %d task slots, the cluster has %d: it goes on as it is"
                            .formatted(parallelism, needed, all));
        }
        String savepoint = stop();
        return resume(
                Optional.of(savepoint),
                Map.of(CoreOptions.DEFAULT_PARALLELISM.key(), Integer.toString(parallelism)),
                allowNonRestoredState);
    }

    /** Takes a savepoint of the running job; returns its path. */
    public String savepoint() throws IOException {
        String path = jobManager.savepoint(running().id(), savepoints);
        record.saved(path);
        return path;
    }

    /** Stops the running job with a savepoint; returns its path. */
    public String stop() throws IOException {
        String path = jobManager.stop(running().id(), savepoints);
        record.saved(path);
        return path;
    }

    /** Ends the job without a savepoint; what it had is in its newest checkpoint. */
    public void cancel() throws IOException {
        jobManager.cancel(running().id());
    }

    private RunningJob running() throws IOException {
        return jobManager
                .job(kind.title())
                .orElseThrow(
                        () ->
                                new IOException(
                                        "the job '%s' does not run at %s"
                                                .formatted(kind.title(), jobManager.address())));
    }

    private String start(Map<String, String> options, Optional<RestoreFrom> from)
            throws IOException, InterruptedException {
        Optional<RunningJob> already = jobManager.job(kind.title());
        if (already.isPresent()) {
            throw new IOException(
                    "the job '%s' runs already (%s): stop it first"
                            .formatted(kind.title(), already.get().id()));
        }
        Map<String, String> all = new TreeMap<>(defaults);
        all.putAll(options);
        checkSlots(Configuration.fromMap(all));
        if (kafka != null) {
            kafka.createTopics(topics(all), TOPIC_PARTITIONS);
        }
        String id = client.run(kind, all, from);
        record.started(options);
        awaitRunning(id);
        return id;
    }

    /** Those of a job that has just been stopped are free a moment later. */
    private void checkSlots(Configuration options) throws IOException, InterruptedException {
        int needed = kind.slots(options.get(CoreOptions.DEFAULT_PARALLELISM));
        long deadline = System.nanoTime() + FREED.toNanos();
        int free = jobManager.freeSlots();
        while (free < needed && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            free = jobManager.freeSlots();
        }
        if (free < needed) {
            throw new IOException(
                    "the job needs %d task slots, of which %d are free: lower -Dparallelism.default or add TaskManagers"
                            .formatted(needed, free));
        }
    }

    private static Set<String> topics(Map<String, String> options) {
        Configuration configuration = Configuration.fromMap(options);
        return TOPICS.stream()
                .flatMap(option -> Stream.ofNullable(configuration.get(option)))
                .filter(topic -> !topic.isBlank())
                .collect(Collectors.toSet());
    }

    private void awaitRunning(String id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RUNNING.toNanos();
        while (true) {
            JobManager.Tasks tasks = jobManager.tasks(id);
            if (tasks.allRun()) {
                return;
            }
            if (tasks.ended()) {
                throw new IOException(
                        "the job failed: " + RestoreFrom.explained(jobManager.failure(id)));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "job %s was submitted, but after %d s %d of %d tasks run; %d slots are free"
                                .formatted(
                                        id,
                                        RUNNING.toSeconds(),
                                        tasks.running(),
                                        tasks.all(),
                                        jobManager.freeSlots()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
