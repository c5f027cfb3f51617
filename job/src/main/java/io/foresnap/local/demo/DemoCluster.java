package io.foresnap.local.demo;

import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.EmbeddedHdfs;
import io.foresnap.local.EmbeddedKafka;
import io.foresnap.local.LiveMetricsReporter;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.jspecify.annotations.Nullable;

/** HDFS, Kafka and Flink, started at the same time and closed in reverse. */
final class DemoCluster implements AutoCloseable {

    private static final int SLOTS = 9;
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'demo-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final EmbeddedKafka kafka;
    private final EmbeddedFlink flink;
    private final String root;
    private final Deque<AutoCloseable> closeables;

    private DemoCluster(
            EmbeddedKafka kafka, EmbeddedFlink flink, String root, Deque<AutoCloseable> open) {
        this.kafka = kafka;
        this.flink = flink;
        this.root = root;
        this.closeables = open;
    }

    /**
     * Starts everything.
     *
     * @param root storage root to use instead of an HDFS of its own
     * @param overrides Flink options of the user
     */
    static DemoCluster start(Optional<String> root, Map<String, String> overrides)
            throws IOException, InterruptedException {
        Configuration flinkSettings = Configuration.fromMap(overrides);
        LiveMetricsReporter.enable(flinkSettings);
        ExecutorService starters = Executors.newCachedThreadPool();
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            Future<@Nullable EmbeddedHdfs> hdfs =
                    starters.submit(() -> root.isPresent() ? null : startHdfs());
            Future<EmbeddedKafka> kafka =
                    starters.submit((Callable<EmbeddedKafka>) EmbeddedKafka::start);
            Future<EmbeddedFlink> flink =
                    starters.submit(() -> EmbeddedFlink.start(flinkSettings, SLOTS));
            EmbeddedHdfs ownHdfs = opened(hdfs, open);
            EmbeddedKafka ownKafka = Objects.requireNonNull(opened(kafka, open));
            EmbeddedFlink ownFlink = Objects.requireNonNull(opened(flink, open));
            String base = ownHdfs == null ? root.orElseThrow() : ownHdfs.uri().toString();
            String folder = FOLDER.format(InstantSource.system().instant());
            return new DemoCluster(
                    ownKafka, ownFlink, base.replaceAll("/+$", "") + "/" + folder, open);
        } catch (IOException | RuntimeException | InterruptedException e) {
            closeAll(open);
            throw e;
        } finally {
            starters.shutdown();
        }
    }

    private static EmbeddedHdfs startHdfs() throws IOException {
        // What is added later wins over HDFS's own defaults, which come with its first class.
        HdfsConfiguration.init();
        org.apache.hadoop.conf.Configuration.addDefaultResource("foresnap-demo-hdfs.xml");
        return EmbeddedHdfs.start();
    }

    private static <T extends @Nullable AutoCloseable> T opened(
            Future<T> starting, Deque<AutoCloseable> open)
            throws IOException, InterruptedException {
        try {
            T started = starting.get();
            if (started != null) {
                open.push(started);
            }
            return started;
        } catch (ExecutionException e) {
            throw new IOException("could not start: " + e.getCause(), e.getCause());
        }
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    EmbeddedFlink flink() {
        return flink;
    }

    /** The demonstration's own folder in the storage root. */
    String root() {
        return root;
    }

    private static void closeAll(Deque<AutoCloseable> open) throws IOException {
        IOException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = new IOException("could not close everything: " + e, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        closeAll(closeables);
    }
}
