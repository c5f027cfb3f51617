package io.foresnap.local.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the user asked of a demonstration.
 *
 * @param trace recorded requests; a made-up workload when empty
 * @param root storage root; an HDFS of its own when empty
 * @param speed how many times faster than real; derived from the workload when empty
 * @param duration how long the requests take to come, at most
 * @param report folder of the report; a fresh temporary one when empty
 * @param keepRunning whether the cluster stays up afterwards
 * @param maxRequests most requests taken from a trace
 * @param storage how durable storage answers
 * @param overrides Flink and job options that win over the demonstration's own
 */
public record DemoSettings(
        Optional<Path> trace,
        Optional<String> root,
        Optional<Double> speed,
        Duration duration,
        Optional<Path> report,
        boolean keepRunning,
        int maxRequests,
        StorageProfile storage,
        Map<String, String> overrides) {

    /** With start-up and report the whole stays under three minutes. */
    public static final Duration DEFAULT_DURATION = Duration.ofSeconds(95);

    /** About 27 backups a second, of which two shared cores can serve somewhat more. */
    public static final int DEFAULT_MAX_REQUESTS = 2600;
}
