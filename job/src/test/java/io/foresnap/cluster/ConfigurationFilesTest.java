package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.foresnap.job.ArchiveJob;
import io.foresnap.job.PrefetchJob;
import io.foresnap.job.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file in conf/ is one that its reader takes. */
class ConfigurationFilesTest {

    private static final Path CONF = Path.of("../conf");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** The operator's own, whose artifacts are not among the dependencies. */
    private static final Set<String> OPERATORS_KEYS =
            Set.of(
                    "kubernetes.operator.periodic.savepoint.interval",
                    "kubernetes.operator.savepoint.history.max.age",
                    "kubernetes.operator.savepoint.history.max.count");

    @Test
    void everyFileHasATest() throws IOException {
        try (var files = Files.list(CONF)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder(
                            "alerts.yaml", // here, MainPathTest and ArchiveJobTest
                            "flink-cluster.yaml", // here, and every 'cluster start'
                            "foresnap.yaml", // DocumentsTest
                            "grafana-dashboard.json", // MainPathTest
                            "kubernetes.yaml", // here
                            "log4j2-cluster.xml"); // here
        }
    }

    @Test
    void theClustersConfigurationNamesOptionsThatThereAreWithValuesOfTheirTypes(
            @TempDir Path folder) throws Exception {
        Files.copy(CONF.resolve("flink-cluster.yaml"), folder.resolve("config.yaml"));

        Configuration loaded = GlobalConfiguration.loadConfiguration(folder.toString());

        assertThat(loaded.keySet()).hasSizeGreaterThan(30);
        assertThat(KnownOptions.problems(loaded)).isEmpty();
        assertThat(TaskExecutorProcessUtils.processSpecFromConfig(loaded).getTaskHeapSize())
                .isGreaterThan(MemorySize.ofMebiBytes(256));
        assertThat(
                        JobManagerProcessUtils.processSpecFromConfig(loaded)
                                .getTotalProcessMemorySize()
                                .getMebiBytes())
                .isEqualTo(768);
        assertThat(loaded.get(CoreOptions.FLINK_JVM_OPTIONS)).startsWith("--add-opens=java.base/");
    }

    @Test
    void theDeploymentForKubernetesHasWhatTheOperatorRequiresAndKnownOptions() throws IOException {
        JsonNode deployment = YAML.readTree(CONF.resolve("kubernetes.yaml").toFile());
        JsonNode spec = deployment.path("spec");

        assertThat(deployment.path("apiVersion").asText()).isEqualTo("flink.apache.org/v1beta1");
        assertThat(deployment.path("kind").asText()).isEqualTo("FlinkDeployment");
        assertThat(deployment.at("/metadata/name").asText()).isNotBlank();
        assertThat(spec.path("flinkVersion").asText()).isEqualTo("v2_2");
        for (String field :
                List.of("image", "serviceAccount", "jobManager", "taskManager", "job")) {
            assertThat(spec.has(field)).as(field).isTrue();
        }
        for (String role : List.of("jobManager", "taskManager")) {
            assertThat(spec.at("/" + role + "/resource/memory").asText()).matches("[0-9]+m");
            assertThat(spec.at("/" + role + "/resource/cpu").asDouble()).isPositive();
        }
        assertThat(spec.at("/job/entryClass").asText()).isEqualTo(PrefetchJob.class.getName());
        assertThat(Files.readString(CONF.resolve("kubernetes.yaml")))
                .contains(ArchiveJob.class.getName());
        assertThat(spec.at("/job/upgradeMode").asText()).isEqualTo("savepoint");
        assertThat(spec.at("/job/jarURI").asText()).endsWith("/foresnap-job.jar");
        assertThat(spec.at("/job/parallelism").asInt()).isPositive();

        Configuration configuration = new Configuration();
        spec.path("flinkConfiguration")
                .properties()
                .forEach(e -> configuration.setString(e.getKey(), e.getValue().asText()));
        OPERATORS_KEYS.forEach(key -> assertThat(configuration.keySet()).contains(key));
        OPERATORS_KEYS.forEach(configuration::removeKey);
        assertThat(KnownOptions.problems(configuration)).isEmpty();
        assertThat(new Settings(configuration)).isNotNull();
    }

    @Test
    void everyAlertSaysWhatItMeansAndWhatToDo() throws IOException {
        List<JsonNode> rules = AlertRules.rules();

        assertThat(rules).hasSizeGreaterThan(10);
        assertThat(rules)
                .allSatisfy(
                        rule -> {
                            assertThat(rule.path("alert").asText()).startsWith("Foresnap");
                            assertThat(rule.path("expr").asText()).contains("flink_");
                            assertThat(rule.at("/labels/severity").asText())
                                    .isIn("critical", "warning", "info");
                            assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
                            assertThat(rule.at("/annotations/action").asText()).endsWith(".");
                        });
    }

    @Test
    void theProcessesLogIntoTheirFiles(@TempDir Path folder) throws IOException {
        Path file = CONF.resolve("log4j2-cluster.xml");
        Path log = folder.resolve("process.log");
        System.setProperty("log.file", log.toString());
        try (LoggerContext context = new LoggerContext("test")) {
            var configuration =
                    ConfigurationFactory.getInstance()
                            .getConfiguration(context, ConfigurationSource.fromUri(file.toUri()));
            configuration.initialize();

            assertThat(configuration.getAppenders()).containsOnlyKeys("file");
            assertThat(configuration.getRootLogger().getLevel().name()).isEqualTo("INFO");
            assertThat(configuration.getLoggers()).containsKey("io.foresnap");
        } finally {
            System.clearProperty("log.file");
        }
        assertThat(log).exists();
    }
}
