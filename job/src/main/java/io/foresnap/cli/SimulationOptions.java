package io.foresnap.cli;

import io.foresnap.replay.simulation.SimulationSettings;
import java.time.Duration;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Sizes and times of the simulated storage: those of the protocol unless given. */
final class SimulationOptions {

    @Option(
            names = "--queue-capacity",
            paramLabel = "N",
            description =
                    "Most partitions on a tick's prefetch list (default: 256, or a fifth of the"
                            + " partitions where they are fewer than 1280).")
    @Nullable Integer queueCapacity;

    @Option(
            names = "--snapshot-size",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Size of a snapshot (default: 64 mb).")
    @Nullable MemorySize snapshotSize;

    @Option(
            names = "--segment-size",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Size of a segment (default: 8 mb).")
    @Nullable MemorySize segmentSize;

    @Option(
            names = "--snapshot-interval",
            paramLabel = "D",
            converter = HumanDuration.class,
            description =
                    "Time between a partition's snapshots (default: 24 h; 3 h where the trace spans"
                            + " at most two days).")
    @Nullable Duration snapshotInterval;

    @Option(
            names = "--segment-interval",
            paramLabel = "D",
            converter = HumanDuration.class,
            description =
                    "Time between a partition's segments (default: 1 h; 5 min where the trace spans"
                            + " at most two days).")
    @Nullable Duration segmentInterval;

    @Option(
            names = "--resolution",
            paramLabel = "D",
            converter = HumanDuration.class,
            description =
                    "Resolution of the trace's times, over which requests are spread (default: told"
                            + " from the trace).")
    @Nullable Duration resolution;

    @Option(
            names = "--fetch-delay",
            paramLabel = "D",
            converter = HumanDuration.class,
            description = "What a fetch takes before its first byte (default: 20 ms).")
    @Nullable Duration fetchDelay;

    @Option(
            names = "--fetch-bandwidth",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Bytes a second of a fetch (default: 100 mb).")
    @Nullable MemorySize fetchBandwidth;

    @Option(
            names = "--apply-bandwidth",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Bytes a second that a request applies (default: 400 mb).")
    @Nullable MemorySize applyBandwidth;

    @Option(
            names = "--prefetch-workers",
            paramLabel = "N",
            description = "Prefetches at a time (default: 8).")
    @Nullable Integer workers;

    @Option(
            names = "--request-streams",
            paramLabel = "N",
            description = "Fetches of one request at a time (default: 4).")
    @Nullable Integer streams;

    /** The settings with what was given in place of the usual. */
    SimulationSettings over(SimulationSettings usual, long seed) {
        return new SimulationSettings(
                bytes(snapshotSize, usual.snapshotBytes()),
                bytes(segmentSize, usual.segmentBytes()),
                millis(snapshotInterval, usual.snapshotIntervalMs()),
                millis(segmentInterval, usual.segmentIntervalMs()),
                millis(resolution, usual.resolutionMs()),
                millis(fetchDelay, usual.fetchDelayMs()),
                bytes(fetchBandwidth, usual.fetchBytesPerSecond()),
                bytes(applyBandwidth, usual.applyBytesPerSecond()),
                workers == null ? usual.workers() : workers,
                streams == null ? usual.requestStreams() : streams,
                queueCapacity == null ? usual.queueCapacity() : queueCapacity,
                seed);
    }

    private static long bytes(@Nullable MemorySize given, long usual) {
        return given == null ? usual : given.getBytes();
    }

    private static long millis(@Nullable Duration given, long usual) {
        return given == null ? usual : given.toMillis();
    }
}
