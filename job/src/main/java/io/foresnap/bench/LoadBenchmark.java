package io.foresnap.bench;

import io.foresnap.changelog.Storage;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.EmbeddedHdfs;
import io.foresnap.local.EmbeddedKafka;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;

/**
 * How much the main job can take: requests answered and accesses learned a second, each beside a
 * bare Flink pipeline with the same source, keys and sink in the same run.
 */
public final class LoadBenchmark {

    static final int PARALLELISM = 2;
    private static final int SLOTS = 2 * PARALLELISM + 1;

    private final int requests;
    private final long accesses;
    private final int tables;
    private final HistoryBackend stateBackend;
    private final PrintWriter out;

    /**
     * @param requests how many are answered
     * @param accesses how many are learned
     * @param tables how many tables these are for
     * @param stateBackend where histories are kept
     */
    public LoadBenchmark(
            int requests, long accesses, int tables, HistoryBackend stateBackend, PrintWriter out) {
        this.requests = requests;
        this.accesses = accesses;
        this.tables = tables;
        this.stateBackend = stateBackend;
        this.out = out;
    }

    /** Measures and prints; the ways take turns. */
    public void run(int rounds) throws IOException {
        out.printf(
                "parallelism %d, %s state, %d processors%n",
                PARALLELISM, stateBackend, Runtime.getRuntime().availableProcessors());
        out.flush();
        try (EmbeddedHdfs hdfs = EmbeddedHdfs.start();
                EmbeddedKafka kafka = EmbeddedKafka.start();
                EmbeddedFlink flink = EmbeddedFlink.start(cluster(), SLOTS)) {
            Configuration options = new Configuration();
            options.set(ForesnapOptions.STORAGE_ROOT, hdfs.uri() + "/foresnap");
            options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers());
            HistoryLoad history = new HistoryLoad(flink, options, accesses, tables);
            for (int round = 0; round <= rounds; round++) {
                String which = round == 0 ? "warm-up" : "measured";
                learning(which, history);
            }
            try (Storage storage =
                    Storage.open(options.get(ForesnapOptions.STORAGE_ROOT), hdfs.configuration())) {
                RequestLoad.tables(storage);
            }
            RequestLoad load = new RequestLoad(flink, kafka, options, requests);
            print("measured", "requests answered", load.served(), load.bare());
        }
    }

    private Configuration cluster() {
        Configuration cluster = new Configuration();
        cluster.set(RestOptions.PORT, 0);
        cluster.set(RestOptions.BIND_PORT, "0");
        cluster.set(StateBackendOptions.STATE_BACKEND, stateBackend.name());
        cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        return cluster;
    }

    private void learning(String which, HistoryLoad history) throws IOException {
        HistoryLoad.Rate learned = history.learned();
        HistoryLoad.Rate bare = history.bare();
        HistoryLoad.Rate succession = history.succession();
        print(which, "accesses learned", learned, bare);
        double updates = succession.updatesEach();
        out.printf(
                "%-9s %-45s %,10.0f a second: %.2f of an access%n",
                "", "history updates", learned.perSecond() * updates, updates);
        print("", "succession alone", succession, bare);
        print("", "history alone", history.history(), bare);
        print("", "counters instead", history.counted(), bare);
    }

    private void print(String which, String what, HistoryLoad.Rate ours, HistoryLoad.Rate bare) {
        print(
                which,
                "%s, CPU %.2f us against %.2f".formatted(what, ours.cpuMicros(), bare.cpuMicros()),
                ours.perSecond(),
                bare.perSecond());
    }

    private void print(String which, String what, double ours, double bare) {
        out.printf(
                "%-9s %-45s %,10.0f a second; bare pipeline %,10.0f: %.2g of it%n",
                which, what, ours, bare, ours / bare);
        out.flush();
    }
}
