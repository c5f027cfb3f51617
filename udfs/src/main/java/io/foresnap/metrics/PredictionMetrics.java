package io.foresnap.metrics;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * How well the model does, as the training operator sees it. Gauges under {@code
 * <host>.taskmanager.<tm_id>.<job>.<operator>.<subtask>.foresnap.}:
 *
 * <ul>
 *   <li>{@code modelVersion}: the newest published version; 0 before the first
 *   <li>{@code modelAgeMs}: time of the ticks since it was published, milliseconds; -1 before the
 *       first. It grows beyond {@code training.interval} while versions are refused
 *   <li>{@code modelLogLoss}, {@code modelBrier}: progressive losses on recent examples
 *   <li>{@code modelExamples}: examples learned from
 *   <li>{@code publishRefused}: versions held back because they were worse than the published one
 *   <li>{@code nonFiniteUpdates}: learning steps skipped
 *   <li>{@code calibration.<bin>.predicted}, {@code calibration.<bin>.observed}, {@code
 *       calibration.<bin>.count}: for each tenth of probability, bin 0 to 9, the mean probability
 *       given, the share requested, and how many recent examples stand behind them; NaN while empty
 *   <li>{@code mixture.<member>.weight}: share of a member's own opinion in the mixture, and of
 *       {@code POOL}, which combines them; they sum to 1
 * </ul>
 */
public final class PredictionMetrics {

    private final MetricGroup group;

    /**
     * @param operator the operator's group; the metrics go into its subgroup {@code foresnap}
     */
    public PredictionMetrics(MetricGroup operator) {
        this.group = operator.addGroup("foresnap");
    }

    public PredictionMetrics modelVersion(Gauge<Long> version) {
        group.gauge("modelVersion", version);
        return this;
    }

    public PredictionMetrics modelAgeMs(Gauge<Long> ageMs) {
        group.gauge("modelAgeMs", ageMs);
        return this;
    }

    public PredictionMetrics modelExamples(Gauge<Long> examples) {
        group.gauge("modelExamples", examples);
        return this;
    }

    public PredictionMetrics publishRefused(Gauge<Long> refused) {
        group.gauge("publishRefused", refused);
        return this;
    }

    public PredictionMetrics nonFiniteUpdates(Gauge<Long> skipped) {
        group.gauge("nonFiniteUpdates", skipped);
        return this;
    }

    public PredictionMetrics modelLogLoss(Gauge<Double> nats) {
        group.gauge("modelLogLoss", nats);
        return this;
    }

    public PredictionMetrics modelBrier(Gauge<Double> score) {
        group.gauge("modelBrier", score);
        return this;
    }

    /** The weight of one member of the mixture. */
    public void mixtureWeight(String member, Gauge<Double> weight) {
        group.addGroup("mixture").addGroup(member).gauge("weight", weight);
    }

    /** One bin of the reliability diagram. */
    public void calibration(
            int bin, Gauge<Double> predicted, Gauge<Double> observed, Gauge<Double> count) {
        MetricGroup own = group.addGroup("calibration").addGroup(Integer.toString(bin));
        own.gauge("predicted", predicted);
        own.gauge("observed", observed);
        own.gauge("count", count);
    }
}
