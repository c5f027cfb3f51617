package io.foresnap.replay.simulation;

import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.time.Duration;

/**
 * Sizes and times of the simulated storage.
 *
 * @param snapshotBytes size of a snapshot
 * @param segmentBytes size of a segment
 * @param snapshotIntervalMs time between two snapshots of a partition, milliseconds; a multiple of
 *     the segment interval
 * @param segmentIntervalMs time between two segments of a partition, milliseconds
 * @param resolutionMs resolution of the trace's times, milliseconds: requests are spread over that
 *     long; 1 spreads nothing
 * @param fetchDelayMs what every fetch takes before its first byte, milliseconds
 * @param fetchBytesPerSecond what a fetch moves after that
 * @param applyBytesPerSecond what a request applies of the bytes it needs
 * @param workers fetches that prefetching has under way at most
 * @param requestStreams fetches that a request has under way at most
 * @param queueCapacity most entities on a tick's list
 * @param seed of what is random
 */
public record SimulationSettings(
        long snapshotBytes,
        long segmentBytes,
        long snapshotIntervalMs,
        long segmentIntervalMs,
        long resolutionMs,
        long fetchDelayMs,
        long fetchBytesPerSecond,
        long applyBytesPerSecond,
        int workers,
        int requestStreams,
        int queueCapacity,
        long seed) {

    private static final long MIB = 1 << 20;
    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final long SHORT_TRACE_MS = Duration.ofDays(2).toMillis();
    private static final int USUAL_QUEUE = 256;
    private static final int QUEUE_SHARE = 5;

    public SimulationSettings {
        positive("snapshot size", snapshotBytes);
        positive("segment size", segmentBytes);
        positive("snapshot interval", snapshotIntervalMs);
        positive("segment interval", segmentIntervalMs);
        positive("resolution", resolutionMs);
        positive("fetch rate", fetchBytesPerSecond);
        positive("apply rate", applyBytesPerSecond);
        positive("number of workers", workers);
        positive("number of streams a request", requestStreams);
        if (fetchDelayMs < 0 || queueCapacity < 0) {
            throw new IllegalArgumentException(
                    "the fetch delay and the queue capacity must not be negative");
        }
        if (snapshotIntervalMs % segmentIntervalMs != 0) {
            throw new IllegalArgumentException(
                    "the snapshot interval (%d ms) must be a multiple of the segment interval (%d ms)"
                            .formatted(snapshotIntervalMs, segmentIntervalMs));
        }
    }

    private static void positive(String what, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    "the " + what + " must be positive, but is " + value);
        }
    }

    /** What a trace is judged with unless somebody asks for something else. */
    public static SimulationSettings defaults(Trace trace, TickGrid grid) {
        boolean brief = trace.lastMs() - trace.firstMs() <= SHORT_TRACE_MS;
        int entities = trace.entities().size();
        return new SimulationSettings(
                64 * MIB,
                8 * MIB,
                brief ? 3 * HOUR_MS : 24 * HOUR_MS,
                brief ? 5 * MINUTE_MS : HOUR_MS,
                resolution(trace),
                20,
                100 * MIB,
                400 * MIB,
                8,
                4,
                entities < USUAL_QUEUE * QUEUE_SHARE
                        ? Math.max(1, entities / QUEUE_SHARE)
                        : USUAL_QUEUE,
                1);
    }

    /** The coarsest of hour and minute that all times are multiples of; 1 if neither. */
    private static long resolution(Trace trace) {
        for (long resolution : new long[] {HOUR_MS, MINUTE_MS}) {
            if (trace.requests().stream().allMatch(r -> r.timeMs() % resolution == 0)) {
                return resolution;
            }
        }
        return 1;
    }

    /** How long one fetch takes, microseconds. */
    long fetchMicros(long bytes) {
        return fetchDelayMs * 1000 + Math.round(1e6 * bytes / fetchBytesPerSecond);
    }

    /** How long a request applies what it needs, microseconds. */
    long applyMicros(long bytes) {
        return Math.round(1e6 * bytes / applyBytesPerSecond);
    }
}
