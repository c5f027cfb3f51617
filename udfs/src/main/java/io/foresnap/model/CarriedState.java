package io.foresnap.model;

import io.foresnap.features.Feature;
import io.foresnap.features.PartitionFeatures;
import org.jspecify.annotations.Nullable;

/**
 * What a recurrent layer carries for a partition from event to event: its state before the steps
 * that the partition's newest features show, and these steps, which will leave them one by one as
 * new accesses come.
 *
 * <p>So a state is of all accesses there have been, each having passed through the layer once, with
 * the weights of its time; training goes back through the newest ones, from that state. Where more
 * accesses come between two ticks than features show, those between are left out. Where a changed
 * habit ended what features show of the accesses before, it ends what is carried of them, too.
 *
 * @param network whose state it is: {@link Feature#FINGERPRINT} of what it was trained on
 * @param accesses how many accesses there have been, the steps included
 * @param steps {@link PartitionFeatures#steps()}
 * @param before the layer's state before them
 */
@SuppressWarnings("ArrayRecordComponent") // Compact state; never compared as a value.
public record CarriedState(int network, long accesses, byte[] steps, byte[] before) {

    private static final byte[] NOTHING_SEEN = {};

    /** Whether a model has a layer whose state is to be carried. */
    public static boolean of(OnlineModel model) {
        return model.stateAfter(NOTHING_SEEN, NOTHING_SEEN, 0).length > 0;
    }

    /**
     * What is carried to a partition's features.
     *
     * @param known what was carried to earlier ones; null when nothing was
     * @param model whose layer it is
     */
    public static CarriedState to(
            PartitionFeatures features, @Nullable CarriedState known, OnlineModel model) {
        if (known != null && known.network != Feature.FINGERPRINT) {
            return to(features, null, model);
        }
        if (known != null && known.accesses == features.accesses()) {
            return known;
        }
        int steps = features.steps().length / PartitionFeatures.STEP_WIDTH;
        // Fewer steps than there could be are all there are since the history or a habit began.
        byte[] before =
                known == null || steps < PartitionFeatures.MOST_STEPS
                        ? NOTHING_SEEN
                        : known.before(features.accesses() - steps, model);
        return new CarriedState(Feature.FINGERPRINT, features.accesses(), features.steps(), before);
    }

    /** The layer's state before an access. */
    private byte[] before(long access, OnlineModel model) {
        int held = steps.length / PartitionFeatures.STEP_WIDTH;
        long passed = access - (accesses - held);
        if (passed < 0) {
            // The history began anew: this was another life.
            return NOTHING_SEEN;
        }
        return passed == 0 ? before : model.stateAfter(before, steps, (int) Math.min(held, passed));
    }

    /** Features that a model reads from this on. */
    public PartitionFeatures onto(PartitionFeatures features) {
        return features.from(before);
    }
}
