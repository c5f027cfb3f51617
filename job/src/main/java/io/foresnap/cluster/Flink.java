package io.foresnap.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/** The cluster's JobManager and TaskManagers, by {@code conf/flink-cluster.yaml}. */
final class Flink {

    /** In the cluster's folder {@code conf}. */
    static final String LOGGING = "log4j2.xml";

    private static final String METRICS_PORT = "metrics.reporter.prometheus.port";

    private final ClusterFolder folder;
    private final ClusterSettings settings;
    private final ClassPaths classPaths;

    Flink(ClusterFolder folder, ClusterSettings settings, ClassPaths classPaths) {
        this.folder = folder;
        this.settings = settings;
        this.classPaths = classPaths;
    }

    /** Writes the configuration into the cluster's folder. */
    void prepare(Path home) throws IOException {
        Path file = folder.conf().resolve("config.yaml");
        Files.copy(
                home.resolve("conf/flink-cluster.yaml"), file, StandardCopyOption.REPLACE_EXISTING);
        Configuration configuration = configuration();
        configuration.addAll(addresses());
        Files.write(file, ConfigurationUtils.convertConfigToWritableLines(configuration, true));
        Files.copy(
                home.resolve("conf/log4j2-cluster.xml"),
                folder.conf().resolve(LOGGING),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private Configuration configuration() {
        return GlobalConfiguration.loadConfiguration(folder.conf().toString());
    }

    private Configuration addresses() {
        Ports ports = settings.ports();
        Configuration c = new Configuration();
        c.set(JobManagerOptions.PORT, ports.jobManager());
        c.set(HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE, ports.jobManager() + "");
        c.set(RestOptions.PORT, ports.dashboard());
        c.set(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM, "localhost:" + ports.zooKeeper());
        c.set(HighAvailabilityOptions.HA_STORAGE_PATH, settings.fileSystem() + "/flink/ha");
        c.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                settings.fileSystem() + "/flink/checkpoints");
        c.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                settings.fileSystem() + "/flink/savepoints");
        c.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.slots());
        c.set(TaskManagerOptions.HOST, "localhost");
        c.set(ClusterOptions.PROCESS_WORKING_DIR_BASE, folder.data("flink").toString());
        return c;
    }

    Launch jobManager() {
        Configuration configuration = configuration();
        JobManagerProcessSpec spec = JobManagerProcessUtils.processSpecFromConfig(configuration);
        String flags = JobManagerProcessUtils.generateJvmParametersStr(spec, configuration);
        List<String> arguments = new ArrayList<>(common("jobmanager", settings.ports().metrics()));
        arguments.addAll(List.of("--executionMode", "cluster"));
        arguments.add("-D" + JobManagerOptions.JOB_MANAGER_RESOURCE_ID.key() + "=jobmanager");
        arguments.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(spec)));
        return launch(
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                configuration,
                flags,
                arguments);
    }

    Launch taskManager(String name) {
        Configuration configuration = configuration();
        TaskExecutorProcessSpec spec =
                TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        List<String> arguments = new ArrayList<>(common(name, metricsPort(name)));
        arguments.add("-D" + TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key() + "=" + name);
        arguments.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec)));
        return launch(
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                configuration,
                ProcessMemoryUtils.generateJvmParametersStr(spec),
                arguments);
    }

    /** Where Prometheus finds a TaskManager's metrics. */
    int metricsPort(String taskManager) {
        return settings.ports()
                .metricsOf(
                        Integer.parseInt(taskManager.substring(taskManager.lastIndexOf('-') + 1)));
    }

    private List<String> common(String name, int metricsPort) {
        return List.of(
                "--configDir",
                folder.conf().toString(),
                "-D" + METRICS_PORT + "=" + metricsPort,
                "-D" + CoreOptions.TMP_DIRS.key() + "=" + folder.temporary(name));
    }

    private Launch launch(
            String mainClass, Configuration configuration, String flags, List<String> arguments) {
        List<String> all = new ArrayList<>(words(flags));
        all.addAll(words(configuration.get(CoreOptions.FLINK_JVM_OPTIONS)));
        return new Launch(mainClass, classPaths.flink(Hdfs.hadoopConf(folder)), all, arguments);
    }

    /** Flink writes {@code -D key=value -D …} for the shell. */
    private static List<String> words(String line) {
        return line.isBlank()
                ? List.of()
                : List.of(line.strip().replace("-D ", "-D").split("\\s+"));
    }

    /**
     * When each TaskManager was last heard of by the JobManager, epoch milliseconds; 0 when it has
     * only registered, and nothing while the JobManager does not answer. One that was started again
     * under its name is another only then.
     */
    Map<String, Long> heartbeats() {
        try {
            Map<String, Long> heartbeats = new HashMap<>();
            for (JsonNode one :
                    Http.get(settings.dashboard() + "/taskmanagers").path("taskmanagers")) {
                heartbeats.put(
                        one.path("id").asText(), one.path("timeSinceLastHeartbeat").asLong());
            }
            return heartbeats;
        } catch (IOException notYet) {
            return Map.of();
        }
    }

    /** Whether the JobManager answers as the one that leads. */
    boolean ready() {
        try {
            return Http.get(settings.dashboard() + "/overview").has("taskmanagers");
        } catch (IOException notYet) {
            return false;
        }
    }
}
