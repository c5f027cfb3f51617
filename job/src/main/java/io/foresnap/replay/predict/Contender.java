package io.foresnap.replay.predict;

import io.foresnap.features.Playback;

/** Predicts tick by tick. Called by one thread at a time, in order. */
interface Contender {

    /**
     * A tick comes.
     *
     * @param known the windows that have closed, and the features of those to predict, whose
     *     partition numbers are the numbers of the entities
     */
    void tick(int tick, Playback.Known known);

    /** What was predicted. */
    Predicted predicted();
}
