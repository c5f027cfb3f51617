package io.foresnap.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;

/**
 * The figures of the jobs that run in this JVM, by the end of their metric's name.
 *
 * <p>A Flink metric has one instance per subtask; here those of one name are added up or, for what
 * cannot be added, the largest is taken.
 */
public final class LiveMetrics {

    /** Reporters are made by Flink, one a cluster: what they see meets here. */
    private static final Map<Metric, String> METRICS = new ConcurrentHashMap<>();

    static void added(Metric metric, String identifier) {
        METRICS.put(metric, identifier);
    }

    static void removed(Metric metric) {
        METRICS.remove(metric);
    }

    /**
     * Sum over all instances whose identifier ends in {@code .suffix}; empty when there is none.
     */
    public static Optional<Double> sum(String suffix) {
        return reduce(suffix, Double::sum);
    }

    /** Largest of all instances whose identifier ends in {@code .suffix}. */
    public static Optional<Double> max(String suffix) {
        return reduce(suffix, Math::max);
    }

    /**
     * A quantile of the histograms whose identifier ends in {@code .suffix}, of each instance; in
     * no order.
     *
     * @param q from 0 to 1
     */
    public static List<Double> quantiles(String suffix, double q) {
        String end = "." + suffix;
        return METRICS.entrySet().stream()
                .filter(e -> e.getValue().endsWith(end))
                .filter(e -> e.getKey() instanceof Histogram)
                .map(e -> ((Histogram) e.getKey()).getStatistics().getQuantile(q))
                .toList();
    }

    /** The numbers of all instances whose identifier ends in {@code .suffix}, in no order. */
    public static List<Double> values(String suffix) {
        String end = "." + suffix;
        return METRICS.entrySet().stream()
                .filter(e -> e.getValue().endsWith(end))
                .flatMap(e -> value(e.getKey()).stream())
                .toList();
    }

    private static Optional<Double> reduce(
            String suffix, java.util.function.BinaryOperator<Double> operator) {
        return values(suffix).stream().reduce(operator);
    }

    /** Texts of gauges that are no numbers, by identifier, where that ends in {@code .suffix}. */
    public static Map<String, String> texts(String suffix) {
        Map<String, String> texts = new HashMap<>();
        METRICS.forEach(
                (metric, identifier) -> {
                    if (identifier.endsWith("." + suffix)
                            && metric instanceof Gauge<?> gauge
                            && gauge.getValue() instanceof String text) {
                        texts.put(identifier, text);
                    }
                });
        return texts;
    }

    private static Optional<Double> value(Metric metric) {
        if (metric instanceof Counter counter) {
            return Optional.of((double) counter.getCount());
        }
        if (metric instanceof Gauge<?> gauge
                && gauge.getValue() instanceof Number number
                && !Double.isNaN(number.doubleValue())) {
            return Optional.of(number.doubleValue());
        }
        return Optional.empty();
    }

    private LiveMetrics() {}
}
