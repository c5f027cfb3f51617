package io.foresnap.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Decides whether a new version may be published: only when, on recent examples that neither had
 * learned from, it was no worse than the last published version.
 *
 * <p>Both are judged by progressive validation (Blum, Kalai and Langford, 1999): each predicts an
 * example before the learner sees it. Losses are forgotten with a half-life. Where windows overlap
 * ({@code prefetch.lead-time}) the learner has seen, in the example before, what happened in the
 * overlap: losses are then a little lower than on what nobody has seen, those of the learner more.
 */
public final class PublishGate {

    private final double halfLifeMs;
    private double lead;
    private double sinceVersion;
    private double logLoss;
    private double brier;
    private double weight;
    private long observedMs;

    /**
     * @param halfLifeMs after how long an example counts half, milliseconds
     */
    public PublishGate(long halfLifeMs) {
        this.halfLifeMs = halfLifeMs;
    }

    /** Lets time pass up to a tick, so that what follows counts fully. */
    void advanceTo(long tickMs) {
        double keep = weight == 0 ? 0 : Math.pow(0.5, (tickMs - observedMs) / halfLifeMs);
        lead *= keep;
        sinceVersion *= keep;
        logLoss *= keep;
        brier *= keep;
        weight *= keep;
        observedMs = tickMs;
    }

    /** Notes what the candidate and the published version gave one example. */
    void observe(double candidate, double published, boolean requested, double exampleWeight) {
        double loss = Losses.log(candidate, requested);
        lead += exampleWeight * (Losses.log(published, requested) - loss);
        sinceVersion += exampleWeight;
        logLoss += exampleWeight * loss;
        brier += exampleWeight * Losses.brier(candidate, requested);
        weight += exampleWeight;
    }

    /** Whether the candidate is no worse than the published version on what both have seen. */
    boolean allows() {
        // A lead that is no number allows nothing.
        return sinceVersion > 0 && lead >= 0;
    }

    /** Begins a comparison with a version that has just been published. */
    void published() {
        lead = 0;
        sinceVersion = 0;
    }

    /** The newest tick that was judged, epoch milliseconds; 0 before the first. */
    long observedMs() {
        return observedMs;
    }

    /** Recent log loss of the candidate, nats an example; NaN before the first. */
    double logLoss() {
        return logLoss / weight;
    }

    /** Recent Brier score of the candidate; NaN before the first example. */
    double brier() {
        return brier / weight;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(lead);
        out.writeDouble(sinceVersion);
        out.writeDouble(logLoss);
        out.writeDouble(brier);
        out.writeDouble(weight);
        out.writeLong(observedMs);
    }

    void read(DataInputStream in) throws IOException {
        lead = in.readDouble();
        sinceVersion = in.readDouble();
        logLoss = in.readDouble();
        brier = in.readDouble();
        weight = in.readDouble();
        observedMs = in.readLong();
    }
}
