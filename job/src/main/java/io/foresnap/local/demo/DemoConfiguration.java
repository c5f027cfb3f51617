package io.foresnap.local.demo;

import io.foresnap.event.VirtualClock;
import io.foresnap.local.demo.workload.TableSpec;
import io.foresnap.local.demo.workload.Workload;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.GuardOptions;
import io.foresnap.options.RankingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;

/** The job's options in a demonstration. */
final class DemoConfiguration {

    private static final int PARALLELISM = 2;
    private static final String CONTROL_TOPIC = "foresnap-control";
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(2);

    /** A cache that holds everything would need no prediction. */
    private static final double CACHED_SHARE = 0.4;

    /** About what a row takes in a run, with the changes of one snapshot's age. */
    private static final long BYTES_PER_ROW = 600;

    /** What a change takes in a run of its own segment, with the books of the cache. */
    private static final double BYTES_PER_CHANGE = 500;

    private static final long LEAST_CACHE_BYTES = 1 << 20;

    /** The options; what the user gave wins. */
    static Configuration of(
            Workload workload,
            DemoCluster cluster,
            VirtualClock clock,
            StorageProfile storage,
            Path decisions,
            Map<String, String> user) {
        Configuration c = new Configuration();
        c.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
        c.set(ForesnapOptions.STORAGE_ROOT, cluster.root());
        c.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, cluster.kafka().bootstrapServers());
        c.set(ForesnapOptions.CLOCK_ORIGIN, clock.originMs());
        c.set(ForesnapOptions.CLOCK_STARTED, clock.startedMs());
        c.set(ForesnapOptions.CLOCK_SPEED, clock.speed());
        c.set(ForesnapOptions.PREDICTION_INTERVAL, workload.interval());
        c.set(ForesnapOptions.TRAINING_INTERVAL, workload.interval());
        c.set(GuardOptions.KAFKA_CONTROL_TOPIC, CONTROL_TOPIC);
        c.set(GuardOptions.DECISIONS_DIRECTORY, decisions.toUri().toString());
        c.set(ForesnapOptions.CACHE_MEMORY_SIZE, new MemorySize(cacheBytes(workload, storage)));
        // Records of single requests wait for company in every exchange; the default of 100 ms
        // would
        // be most of a small backup's latency.
        c.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        c.addAll(Configuration.fromMap(storage.options()));
        c.addAll(Configuration.fromMap(user));
        // What takes the job a second takes half an hour of this clock: a window would be half over
        // before its first segment is here.
        Duration interval = c.get(ForesnapOptions.PREDICTION_INTERVAL);
        Duration window = c.getOptional(ForesnapOptions.PREDICTION_WINDOW).orElse(interval);
        c.set(RankingOptions.LEAD_TIME, c.getOptional(RankingOptions.LEAD_TIME).orElse(window));
        return c;
    }

    private static long cacheBytes(Workload workload, StorageProfile storage) {
        double bytes = 0;
        for (TableSpec table : workload.tables()) {
            bytes += BYTES_PER_ROW * (double) table.rows();
            bytes += BYTES_PER_CHANGE * table.changesPerHour() * logHours(workload, storage);
        }
        return Math.max(LEAST_CACHE_BYTES, (long) (CACHED_SHARE * bytes));
    }

    /** How long a log is behind its snapshot where none is rolled. */
    private static double logHours(Workload workload, StorageProfile storage) {
        return storage == StorageProfile.COLD ? workload.span().toMinutes() / 60.0 : 0;
    }

    private DemoConfiguration() {}
}
