package io.foresnap.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** An HDFS of its own, on free ports, in a temporary folder that goes when it is closed. */
public final class EmbeddedHdfs implements AutoCloseable {

    private final TempFolder folder;
    private final MiniDFSCluster cluster;
    private final URI uri;
    private final int webPort;

    private EmbeddedHdfs(TempFolder folder, MiniDFSCluster cluster) {
        this.folder = folder;
        this.cluster = cluster;
        // Kept, because the cluster cannot tell it while its NameNode is down.
        this.uri = cluster.getURI();
        this.webPort = cluster.getNameNode().getHttpAddress().getPort();
    }

    /** An HDFS with one DataNode. */
    public static EmbeddedHdfs start() throws IOException {
        return start(1);
    }

    /** An HDFS with {@code dataNodes} DataNodes, ready for reading and writing. */
    public static EmbeddedHdfs start(int dataNodes) throws IOException {
        TempFolder folder = TempFolder.create("foresnap-hdfs-");
        try {
            MiniDFSCluster cluster =
                    new MiniDFSCluster.Builder(settings(dataNodes), folder.path().toFile())
                            .numDataNodes(dataNodes)
                            .build();
            cluster.waitActive();
            return new EmbeddedHdfs(folder, cluster);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static Configuration settings(int dataNodes) {
        Configuration conf = new Configuration();
        conf.setInt(DFSConfigKeys.DFS_REPLICATION_KEY, Math.min(3, dataNodes));
        // Clients ask for three replicas by default; more than there are DataNodes is granted no
        // more.
        conf.setInt(DFSConfigKeys.DFS_NAMENODE_REPLICATION_MIN_KEY, 1);
        // Nothing here has to survive the machine's power supply.
        conf.setBoolean("dfs.namenode.edits.noeditlogchannelflush", true);
        conf.setBoolean("dfs.permissions.enabled", false);
        conf.setInt(DFSConfigKeys.DFS_NAMENODE_HANDLER_COUNT_KEY, 6);
        return conf;
    }

    /** Address of the file system, {@code hdfs://host:port}; stays the same over restarts. */
    public URI uri() {
        return uri;
    }

    /** A client's configuration whose default file system this is. */
    public Configuration configuration() {
        Configuration conf = new Configuration(cluster.getConfiguration(0));
        conf.set("fs.defaultFS", uri.toString());
        return conf;
    }

    /** The cluster itself, for stopping and restarting its nodes. */
    public MiniDFSCluster cluster() {
        return cluster;
    }

    /** The NameNode's web server unpacks its pages into a folder that it leaves behind. */
    private void deleteWebPages() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        String name = "jetty-localhost-" + webPort + "-";
        try (Stream<Path> found = Files.list(temporary)) {
            for (Path folder :
                    found.filter(f -> f.getFileName().toString().startsWith(name)).toList()) {
                TempFolder.delete(folder);
            }
        }
    }

    @Override
    public void close() throws IOException {
        // While the JVM goes down a server may fail to stop; its folder must go all the same.
        try {
            cluster.shutdown(true);
        } finally {
            deleteWebPages();
            folder.close();
        }
    }
}
