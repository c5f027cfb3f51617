package io.foresnap.bench;

import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;

/**
 * What a tick over so many partitions costs, or a bare pipeline with as many records.
 *
 * @param partitions how many
 * @param seconds median time until all is done
 * @param checkpointBytes size of a full checkpoint
 * @param checkpointSeconds how long it took
 */
public record TickCost(
        int partitions, double seconds, long checkpointBytes, double checkpointSeconds) {

    static TickCost of(int partitions, double[] seconds, CompletedCheckpointStats checkpoint) {
        return new TickCost(
                partitions,
                Stopwatch.median(seconds),
                checkpoint.getCheckpointedSize(),
                checkpoint.getEndToEndDuration() / 1e3);
    }

    /** State of a partition, that of its table and of the models included. */
    double bytesEach() {
        return (double) checkpointBytes / partitions;
    }

    double secondsEach() {
        return seconds / partitions;
    }
}
