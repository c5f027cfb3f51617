package io.foresnap.replay.report;

import io.foresnap.replay.score.PairedBootstrap;
import io.foresnap.replay.score.Scores;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well a model, a baseline or a file predicted. What cannot be told is null.
 *
 * @param type name of the model
 * @param note what the reader should know about it; empty if nothing
 * @param brierSkill share by which the Brier score is below that of the best weighted rate
 * @param aucPr average precision
 * @param calibrationError over 15 log-spaced bins, relative to the events
 * @param microsPerPartitionTick CPU time of one prediction, microseconds
 * @param trainMicrosPerPartitionTick CPU time of learning from one window, microseconds
 * @param modelBytes size of the model with its optimizer's state
 * @param difference of the chosen model's log loss from this one's; null for the chosen one
 */
public record ModelFigures(
        String type,
        String note,
        @Nullable Double logLoss,
        @Nullable Double brier,
        @Nullable Double brierSkill,
        @Nullable Double aucPr,
        @Nullable Double aucRoc,
        @Nullable Double calibrationError,
        @Nullable Double microsPerPartitionTick,
        @Nullable Double trainMicrosPerPartitionTick,
        @Nullable Long modelBytes,
        @Nullable Difference difference,
        Map<String, OfKind> byKind,
        List<OverTime> overTime,
        List<Bin> reliability,
        List<List<Double>> precisionRecall) {

    /**
     * The same for one kind of entity.
     *
     * @param events predictions that were followed by a request
     */
    public record OfKind(
            int predictions,
            int events,
            @Nullable Double logLoss,
            @Nullable Double brier,
            @Nullable Double aucPr,
            @Nullable Double aucRoc,
            @Nullable Double calibrationError) {

        static OfKind of(Scores s) {
            return new OfKind(
                    s.predictions(),
                    s.events(),
                    finite(s.logLoss()),
                    finite(s.brier()),
                    finite(s.aucPr()),
                    finite(s.aucRoc()),
                    finite(s.calibrationError()));
        }
    }

    /**
     * Mean log loss of some consecutive ticks.
     *
     * @param timeMs of the first of them
     */
    public record OverTime(long timeMs, @Nullable Double logLoss) {}

    /**
     * A bin of probability.
     *
     * @param predicted mean probability
     * @param observed share that was followed by a request
     */
    public record Bin(long count, double predicted, double observed) {}

    /** A difference with its 95 % interval; ends are null where the trace is too short for one. */
    public record Difference(double mean, @Nullable Double low, @Nullable Double high) {

        static Difference of(PairedBootstrap.Interval interval) {
            return new Difference(
                    interval.difference(), finite(interval.low()), finite(interval.high()));
        }

        /** Whether zero is outside of the interval. */
        public boolean sure() {
            return low != null && high != null && (low > 0 || high < 0);
        }
    }

    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
