package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSettingsTest {

    @TempDir Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ClusterSettings settings = new ClusterSettings(2, 3, 4, Ports.usual(100));

        settings.write(folder.resolve("cluster.properties"));

        assertThat(ClusterSettings.read(folder.resolve("cluster.properties"))).isEqualTo(settings);
    }

    @Test
    void aDamagedFileIsNamedWithTheKey() throws IOException {
        Path file = folder.resolve("cluster.properties");
        new ClusterSettings(1, 1, 1, Ports.usual(0)).write(file);
        Files.writeString(file, Files.readString(file).replace("slots=1", "slots=many"));

        assertThatThrownBy(() -> ClusterSettings.read(file))
                .hasMessageContaining("cluster.properties")
                .hasMessageContaining("slots must be a number, but is 'many'");
    }

    @Test
    void eachProcessHasAName() {
        assertThat(new ClusterSettings(1, 2, 3, Ports.usual(0)).processes())
                .containsExactly(
                        "zookeeper",
                        "namenode",
                        "kafka",
                        "datanode-1",
                        "jobmanager",
                        "taskmanager-1",
                        "taskmanager-2");
    }

    @Test
    void freePortsAreAllDifferent() throws IOException {
        List<Integer> ports = List.copyOf(Ports.free(2).named().values());

        assertThat(new HashSet<>(ports)).hasSameSizeAs(ports);
    }

    @Test
    void aTakenPortStopsAClusterBeforeItBegins() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterPlan plan = new ClusterPlan(1, 1, 1, false, taken.getLocalPort() - 8081);

            assertThatThrownBy(() -> Cluster.create(folder.resolve("none"), plan))
                    .hasMessageContaining("is taken")
                    .hasMessageContaining("--free-ports");
            assertThat(folder.resolve("none")).doesNotExist();
        }
    }

    @Test
    void theMetricsOfItsTaskManagersNeedPortsToo() throws IOException {
        Ports ports = Ports.free(3);
        try (ServerSocket taken = new ServerSocket(ports.metricsOf(3))) {
            assertThat(ports.taken(2)).isEmpty();
            assertThat(ports.taken(3))
                    .contains(
                            "port %d (metrics of taskmanager-3) is taken"
                                    .formatted(taken.getLocalPort()));
        }
    }
}
