package io.foresnap.model;

import io.foresnap.options.ModelType;

/**
 * A published version of the model: what is broadcast to scoring.
 *
 * @param version counts up from 1
 * @param type which model the parameters belong to
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
        long tickMs,
        byte[] parameters,
        double logLoss,
        double brier,
        long examples,
        long publishedMs) {

    /** The same version, leaving training at a time. */
    ModelUpdate publishedAt(long timeMs) {
        return new ModelUpdate(version, type, tickMs, parameters, logLoss, brier, examples, timeMs);
    }
}
