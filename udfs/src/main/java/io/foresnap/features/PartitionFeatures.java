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
 * @param accesses how many accesses there have been in order; the newest of them are the steps
 * @param before state of a model's recurrent layer before the steps, where it is carried; else
 *     empty
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
        long accesses,
        byte[] before,
        ExpectedRequest expected) {

    /** Most steps of the sequence. */
    public static final int MOST_STEPS = AccessSteps.MOST;

    /** Bytes of a step: numbers from -1 to 1, times 127. */
    public static final int STEP_WIDTH = AccessSteps.WIDTH;

    private static final byte[] NONE = {};

    private static final int FEATURES = Feature.values().length;

    /** Of which only the features matter. */
    public PartitionFeatures(
            String table, int partition, long tickMs, long windowMs, float[] values, byte[] steps) {
        this(
                table,
                partition,
                tickMs,
                windowMs,
                values,
                steps,
                steps.length / STEP_WIDTH,
                ExpectedRequest.UNKNOWN);
    }

    /** Without any state carried. */
    public PartitionFeatures(
            String table,
            int partition,
            long tickMs,
            long windowMs,
            float[] values,
            byte[] steps,
            long accesses,
            ExpectedRequest expected) {
        this(table, partition, tickMs, windowMs, values, steps, accesses, NONE, expected);
    }

    /** The same, to be read by a recurrent layer from a state on. */
    public PartitionFeatures from(byte[] state) {
        return new PartitionFeatures(
                table, partition, tickMs, windowMs, values, steps, accesses, state, expected);
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
