package io.foresnap.event;

/**
 * A prediction as it leaves the job that made it: a partition is expected to be asked for within a
 * window.
 *
 * @param table table id
 * @param partition partition number
 * @param windowStartMs where the window begins, epoch milliseconds
 * @param windowEndMs where it ends, exclusive
 * @param probability of at least one request in it
 */
public record PredictedRequest(
        String table, int partition, long windowStartMs, long windowEndMs, double probability) {

    /** The partition it is about. */
    public TablePartition of() {
        return new TablePartition(table, partition);
    }
}
