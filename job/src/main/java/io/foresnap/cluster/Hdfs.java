package io.foresnap.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.namenode.NameNode;

/** The cluster's NameNode and DataNodes. */
final class Hdfs {

    private static final int MOST_REPLICAS = 3;
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxMetaspaceSize=128m");

    private final ClusterFolder folder;
    private final ClusterSettings settings;
    private final ClassPaths classPaths;

    Hdfs(ClusterFolder folder, ClusterSettings settings, ClassPaths classPaths) {
        this.folder = folder;
        this.settings = settings;
        this.classPaths = classPaths;
    }

    /** What Hadoop's clients and servers find on their class path. */
    static Path hadoopConf(ClusterFolder folder) {
        return folder.conf().resolve("hadoop");
    }

    /** Writes the configuration, and makes a file system unless there is one. */
    void prepare() throws IOException {
        Configuration own = configuration();
        Path file = Files.createDirectories(hadoopConf(folder)).resolve("hdfs-site.xml");
        try (OutputStream out = Files.newOutputStream(file)) {
            own.writeXml(out);
        }
        Files.copy(
                file,
                hadoopConf(folder).resolve("core-site.xml"),
                StandardCopyOption.REPLACE_EXISTING);
        if (!Files.exists(names().resolve("current"))) {
            Files.createDirectories(names());
            Configuration whole = new HdfsConfiguration();
            own.forEach(property -> whole.set(property.getKey(), property.getValue()));
            NameNode.format(whole);
        }
    }

    private Path names() {
        return folder.data("namenode").resolve("names");
    }

    private Configuration configuration() {
        Configuration conf = new Configuration(false);
        conf.set("fs.defaultFS", settings.fileSystem());
        conf.set("dfs.namenode.rpc-address", "localhost:" + settings.ports().nameNode());
        conf.set("dfs.namenode.http-address", "localhost:" + settings.ports().nameNodeWeb());
        conf.set("dfs.namenode.name.dir", names().toUri().toString());
        conf.set("dfs.namenode.edits.dir", names().toUri().toString());
        conf.set("hadoop.tmp.dir", folder.temporary("hadoop").toString());
        conf.setInt("dfs.replication", Math.min(MOST_REPLICAS, settings.dataNodes()));
        // Whoever started the cluster is its only user.
        conf.setBoolean("dfs.permissions.enabled", false);
        // A DataNode that was killed is missed soon: 2 x recheck + 10 heartbeats.
        conf.setInt("dfs.heartbeat.interval", 1);
        conf.setInt("dfs.namenode.heartbeat.recheck-interval", 5000);
        conf.setInt("dfs.namenode.handler.count", 6);
        conf.set("dfs.namenode.safemode.extension", "0");
        return conf;
    }

    Launch nameNode() {
        return launch("org.apache.hadoop.hdfs.server.namenode.NameNode", "-Xmx256m", List.of());
    }

    Launch dataNode(String name) {
        // Found through the NameNode, so its ports need not be known.
        return launch(
                "org.apache.hadoop.hdfs.server.datanode.DataNode",
                "-Xmx160m",
                List.of(
                        "-Ddfs.datanode.data.dir=" + folder.data(name).resolve("blocks").toUri(),
                        "-Ddfs.datanode.address=localhost:0",
                        "-Ddfs.datanode.ipc.address=localhost:0",
                        "-Ddfs.datanode.http.address=localhost:0",
                        "-Ddfs.datanode.hostname=localhost"));
    }

    private Launch launch(String mainClass, String heap, List<String> arguments) {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add(heap);
        return new Launch(mainClass, classPaths.servers(hadoopConf(folder)), flags, arguments);
    }

    /**
     * How many DataNodes the NameNode knows that take connections; -1 while it does not answer or
     * is in its safe mode. One that was started again has other ports than before.
     */
    int liveDataNodes() {
        try {
            JsonNode info = bean("NameNodeInfo");
            if (!info.path("Safemode").asText("starting").isEmpty()) {
                return -1;
            }
            int live = 0;
            for (JsonNode node : Http.parse(info.path("LiveNodes").asText())) {
                live += Http.takesConnections(node.path("infoAddr").asText()) ? 1 : 0;
            }
            return live;
        } catch (IOException notYet) {
            return -1;
        }
    }

    private JsonNode bean(String name) throws IOException {
        return Http.get(
                        "http://localhost:%d/jmx?qry=Hadoop:service=NameNode,name=%s"
                                .formatted(settings.ports().nameNodeWeb(), name))
                .path("beans")
                .path(0);
    }
}
