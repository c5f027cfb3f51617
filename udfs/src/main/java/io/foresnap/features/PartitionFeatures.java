package io.foresnap.features;

import io.foresnap.event.TablePartition;

/**
 * One partition at one prediction tick: everything a model may know about it.
 *
 * @param table table id
 * @param partition partition number
 * @param tickMs the tick, epoch milliseconds; only what happened before it is in the values
 * @param windowMs length of the window that begins at the tick, milliseconds
 * @param values the features in the order of {@link Feature}
 * @param steps the newest accesses, oldest first: {@link #STEP_WIDTH} bytes each, at most {@link
 *     #MOST_STEPS}
 * @param expected what a request would be like; no feature
 */
@SuppressWarnings("ArrayRecordComponent") // Compact on the wire; never compared as a value.
public record PartitionFeatures(
        String table,
        int partition,
        long tickMs,
        long windowMs,
        float[] values,
        byte[] steps,
        ExpectedRequest expected) {

    /** Most steps of the sequence. */
    public static final int MOST_STEPS = AccessSteps.MOST;

    /** Bytes of a step: numbers from -1 to 1, times 127. */
    public static final int STEP_WIDTH = AccessSteps.WIDTH;

    private static final int FEATURES = Feature.values().length;

    /** Of which only the features matter. */
    public PartitionFeatures(
            String table, int partition, long tickMs, long windowMs, float[] values, byte[] steps) {
        this(table, partition, tickMs, windowMs, values, steps, ExpectedRequest.UNKNOWN);
    }

    /** Text that names the partition: what scoring is keyed by. */
    public String key() {
        return new TablePartition(table, partition).key();
    }

    /**
     * Whether it has the features of this version: the history hands out what an earlier version
     * made at its last tick.
     */
    public boolean isOfThisVersion() {
        return values.length == FEATURES;
    }

    /** One feature's value. */
    public float value(Feature feature) {
        return values[feature.ordinal()];
    }
}
