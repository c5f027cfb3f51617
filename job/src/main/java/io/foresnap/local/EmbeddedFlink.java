package io.foresnap.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster in this JVM, with its dashboard, checkpoints and a temporary folder. */
public final class EmbeddedFlink implements AutoCloseable {

    /** Where Flink's dashboard is usually found. */
    public static final int DASHBOARD_PORT = 8081;

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** As long as Flink's own: much state takes its time. */
    private static final Duration CHECKPOINT_PATIENCE = Duration.ofMinutes(10);

    private final TempFolder folder;
    private final MiniCluster cluster;
    private final Configuration configuration;
    private final URI dashboard;
    private int taskManager;

    private EmbeddedFlink(
            TempFolder folder, MiniCluster cluster, Configuration configuration, URI dashboard) {
        this.folder = folder;
        this.cluster = cluster;
        this.configuration = configuration;
        this.dashboard = dashboard;
    }

    /**
     * Starts a cluster of one TaskManager.
     *
     * @param settings Flink and job options; what is set here wins over the defaults of this class
     * @param slots task slots
     */
    public static EmbeddedFlink start(Configuration settings, int slots) throws IOException {
        TempFolder folder = TempFolder.create("foresnap-flink-");
        Configuration configuration = defaults(folder.path());
        configuration.addAll(settings);
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .build());
        try {
            cluster.start();
            URI dashboard = cluster.getRestAddress().get();
            return new EmbeddedFlink(folder, cluster, configuration, dashboard);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            cluster.closeAsync().join();
            folder.close();
            throw new IOException("could not start Flink: " + e.getMessage(), e);
        }
    }

    private static Configuration defaults(Path folder) {
        Configuration c = new Configuration();
        c.set(RestOptions.ADDRESS, "localhost");
        c.set(RestOptions.BIND_ADDRESS, "localhost");
        int port = FreePorts.isFree(DASHBOARD_PORT) ? DASHBOARD_PORT : 0;
        c.set(RestOptions.PORT, port);
        c.set(RestOptions.BIND_PORT, Integer.toString(port));
        // A job jar submitted to the dashboard finds its classes here already; loaded a second time
        // they would not fit together with the connectors'.
        c.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
        c.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        c.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        c.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                folder.resolve("savepoints").toUri().toString());
        c.set(WebOptions.TMP_DIR, folder.resolve("web").toString());
        c.set(WebOptions.UPLOAD_DIR, folder.resolve("uploads").toString());
        c.setString("io.tmp.dirs", folder.resolve("tmp").toString());
        c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
        c.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        c.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        return c;
    }

    /** Address of the dashboard. */
    public URI dashboard() {
        return dashboard;
    }

    /** Whether the dashboard is where it is usually found, or had to go to another port. */
    public boolean dashboardOnUsualPort() {
        return dashboard.getPort() == DASHBOARD_PORT;
    }

    /** An environment with this cluster's configuration, for {@link #submit}. */
    public StreamExecutionEnvironment environment() {
        return new StreamExecutionEnvironment(configuration);
    }

    /** The cluster itself, for savepoints and job results. */
    public MiniCluster cluster() {
        return cluster;
    }

    /** Submits what the environment defines. */
    public JobID submit(StreamExecutionEnvironment environment) throws IOException {
        return get("submit the job", cluster.submitJob(environment.getStreamGraph())).getJobID();
    }

    /** Waits until every task of the job runs; an exception names the cause if the job failed. */
    public void awaitRunning(JobID job, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!allRunning(get("look at the job", cluster.getExecutionGraph(job)))) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the job did not run within " + timeout.toSeconds() + " s");
            }
            sleep(POLL);
        }
    }

    /** How often the job's tasks were started again. */
    public int attempts(JobID job) throws IOException {
        int attempts = 0;
        AccessExecutionGraph graph = get("look at the job", cluster.getExecutionGraph(job));
        for (var vertex : graph.getAllExecutionVertices()) {
            attempts = Math.max(attempts, vertex.getCurrentExecutionAttempt().getAttemptNumber());
        }
        return attempts;
    }

    /** Waits until every task runs in at least its {@code attempt}-th restart. */
    public void awaitAttempt(JobID job, int attempt, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (attempts(job) < attempt) {
            if (System.nanoTime() > deadline) {
                throw new IOException("no restart within " + timeout.toSeconds() + " s");
            }
            sleep(POLL);
        }
        awaitRunning(job, timeout);
    }

    private static boolean allRunning(AccessExecutionGraph graph) throws IOException {
        if (graph.getState().isTerminalState() || graph.getState() == JobStatus.FAILING) {
            var failure = graph.getFailureInfo();
            throw new IOException(
                    "the job is "
                            + graph.getState()
                            + (failure == null ? "" : ": " + failure.getExceptionAsString()));
        }
        // While a job initializes its graph has no vertices yet.
        if (graph.getState() != JobStatus.RUNNING) {
            return false;
        }
        for (var vertex : graph.getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    /** Ends the TaskManager with everything that runs on it, and starts another. */
    public void killTaskManager() throws IOException {
        get("end the TaskManager", cluster.terminateTaskManager(taskManager++));
        try {
            cluster.startTaskManager();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting a TaskManager", e);
        } catch (Exception e) {
            throw new IOException("could not start a TaskManager: " + e.getMessage(), e);
        }
    }

    /** Whether the job has ended, other than by being asked to. */
    public boolean failed(JobID job) throws IOException {
        return get("look at the job", cluster.getJobStatus(job)).isGloballyTerminalState();
    }

    /** Cancels the job and waits until it is gone. */
    public void cancel(JobID job) throws IOException {
        get("cancel the job", cluster.cancelJob(job));
        while (!get("look at the job", cluster.getJobStatus(job)).isGloballyTerminalState()) {
            sleep(POLL);
        }
    }

    /** Takes a checkpoint and waits for it; its statistics. */
    public CompletedCheckpointStats checkpoint(JobID job) throws IOException {
        get(
                "checkpoint",
                cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED),
                CHECKPOINT_PATIENCE);
        CheckpointStatsSnapshot stats =
                get("job", cluster.getExecutionGraph(job)).getCheckpointStatsSnapshot();
        CompletedCheckpointStats newest =
                stats == null ? null : stats.getHistory().getLatestCompletedCheckpoint();
        if (newest == null) {
            throw new IOException("Flink tells nothing of the checkpoint that it has just made");
        }
        return newest;
    }

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the job", e);
        }
    }

    private static <T> T get(String what, CompletableFuture<T> future) throws IOException {
        return get(what, future, PATIENCE);
    }

    private static <T> T get(String what, CompletableFuture<T> future, Duration patience)
            throws IOException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("could not " + what, e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "could not " + what + " within " + patience.toMinutes() + " min", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + what, e);
        }
    }

    @Override
    public void close() throws IOException {
        // While the JVM goes down a server may fail to stop; its folder must go all the same.
        try {
            cluster.closeAsync().join();
        } finally {
            folder.close();
        }
    }
}
