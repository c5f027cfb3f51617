package io.foresnap.model;

import io.foresnap.features.Feature;
import io.foresnap.options.ModelType;

/**
 * A published version of the model: what is broadcast to scoring.
 *
 * @param version counts up from 1
 * @param type which model the parameters belong to
 * @param features what the model was trained on: {@link Feature#FINGERPRINT}
 * @param tickMs the tick whose examples were the newest it was judged on, epoch milliseconds
 * @param parameters what {@link OnlineModel#load} takes
 * @param logLoss progressive log loss on recent examples, nats
 * @param brier progressive Brier score on recent examples
 * @param examples how many examples had been learned from
 * @param publishedMs when it left training, by the clock of its machine, epoch milliseconds; 0 if
 *     it has not yet
 */
@SuppressWarnings("ArrayRecordComponent") // Opaque bytes; updates are compared by version.
public record ModelUpdate(
        long version,
        ModelType type,
        int features,
        long tickMs,
        byte[] parameters,
        double logLoss,
        double brier,
        long examples,
        long publishedMs) {

    /** A version on today's features. */
    public ModelUpdate(
            long version,
            ModelType type,
            long tickMs,
            byte[] parameters,
            double logLoss,
            double brier,
            long examples,
            long publishedMs) {
        this(
                version,
                type,
                Feature.FINGERPRINT,
                tickMs,
                parameters,
                logLoss,
                brier,
                examples,
                publishedMs);
    }

    /** Whether a model of a type can take the parameters: another version of the job may differ. */
    public boolean isFor(ModelType other) {
        return type == other && features == Feature.FINGERPRINT;
    }

    /** The same version, leaving training at a time. */
    ModelUpdate publishedAt(long timeMs) {
        return new ModelUpdate(
                version, type, features, tickMs, parameters, logLoss, brier, examples, timeMs);
    }
}
