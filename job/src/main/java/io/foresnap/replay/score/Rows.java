package io.foresnap.replay.score;

import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Scored predictions with their outcomes, by tick.
 *
 * @param probabilities as they were given
 * @param requested whether a request came in the window
 * @param ends for each scored tick the number of rows up to its end
 */
@SuppressWarnings("ArrayRecordComponent") // Many numbers; never compared as a value.
public record Rows(float[] probabilities, boolean[] requested, int[] ends) {

    /**
     * What is scored of a trace.
     *
     * @param wanted entities to take
     * @throws IllegalArgumentException when a prediction is missing
     */
    public static Rows of(Outcomes outcomes, Probabilities all, IntPredicate wanted) {
        int first = outcomes.grid().firstScored();
        int[] ends = new int[outcomes.grid().ticks() - first];
        float[] probabilities = new float[Math.toIntExact(outcomes.scored())];
        boolean[] requested = new boolean[probabilities.length];
        int n = 0;
        for (int i = 0; i < ends.length; i++) {
            int tick = first + i;
            for (int entity = 0; entity < outcomes.known(tick); entity++) {
                if (wanted.test(entity)) {
                    probabilities[n] = all.row(tick)[entity];
                    requested[n++] = outcomes.requested(tick, entity);
                }
            }
            ends[i] = n;
        }
        return new Rows(Arrays.copyOf(probabilities, n), Arrays.copyOf(requested, n), ends);
    }

    /** How many predictions. */
    public int size() {
        return probabilities.length;
    }

    /** How many of them were followed by a request. */
    public int events() {
        int events = 0;
        for (boolean each : requested) {
            events += each ? 1 : 0;
        }
        return events;
    }
}
