package io.foresnap.replay.generator;

/**
 * One independent cause of requests. Spans of time are played one after the other, without holes;
 * before each, the source can tell how probable it is that nothing will come.
 */
interface RequestSource {

    /** Takes the requests that are drawn. */
    interface Listener {
        void requested(long timeMs, int entity, String requester);
    }

    /**
     * Multiplies, for each entity of this source, the probability of no request in a span that
     * begins where the played time ends, given every request before it.
     *
     * @param none by entity; the sources are independent, so their probabilities multiply
     */
    void multiplyNone(long fromMs, long untilMs, double[] none);

    /** Draws the requests in {@code [fromMs, untilMs)}, in any order. */
    void play(long fromMs, long untilMs, Listener out);
}
