package io.foresnap.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The cluster's ZooKeeper, by which a new JobManager finds its jobs: the one inside Flink. */
final class ZooKeeper {

    private final ClusterFolder folder;
    private final ClusterSettings settings;
    private final ClassPaths classPaths;

    ZooKeeper(ClusterFolder folder, ClusterSettings settings, ClassPaths classPaths) {
        this.folder = folder;
        this.settings = settings;
        this.classPaths = classPaths;
    }

    private Path file() {
        return folder.conf().resolve("zoo.cfg");
    }

    void prepare() throws IOException {
        Files.writeString(
                file(),
                """
                dataDir=%s
                clientPort=%d
                clientPortAddress=localhost
                admin.enableServer=false
                tickTime=2000
                """
                        .formatted(
                                folder.data("zookeeper").resolve("tree"),
                                settings.ports().zooKeeper()));
    }

    Launch launch() {
        return new Launch(
                "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
                classPaths.flink(),
                List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of("--zkConfigFile", file().toString(), "--peerId", "1"));
    }

    /** Whether it takes connections. */
    boolean ready() {
        return Http.takesConnections("localhost:" + settings.ports().zooKeeper());
    }
}
