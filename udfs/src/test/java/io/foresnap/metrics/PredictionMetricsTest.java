package io.foresnap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class PredictionMetricsTest {

    @Test
    void modelMetricsHaveTheNamesThatPanelsRead() {
        TestingGroup root = new TestingGroup("", new TreeMap<>());

        PredictionMetrics metrics = new PredictionMetrics(root);
        metrics.modelVersion(() -> 1L)
                .modelAgeMs(() -> 10L)
                .modelExamples(() -> 2L)
                .publishRefused(() -> 3L)
                .nonFiniteUpdates(() -> 4L)
                .modelLogLoss(() -> 0.5)
                .modelBrier(() -> 0.6);
        metrics.mixtureWeight("TREES", () -> 0.4);
        metrics.calibration(7, () -> 0.7, () -> 0.8, () -> 9.0);

        assertThat(root.registered())
                .containsOnlyKeys(
                        "foresnap.modelVersion",
                        "foresnap.modelAgeMs",
                        "foresnap.modelExamples",
                        "foresnap.publishRefused",
                        "foresnap.nonFiniteUpdates",
                        "foresnap.modelLogLoss",
                        "foresnap.modelBrier",
                        "foresnap.mixture.TREES.weight",
                        "foresnap.calibration.7.predicted",
                        "foresnap.calibration.7.observed",
                        "foresnap.calibration.7.count")
                .containsEntry("foresnap.modelVersion", 1L)
                .containsEntry("foresnap.calibration.7.observed", 0.8);
    }

    @Test
    void scoringAndRankingCount() {
        TestingGroup root = new TestingGroup("", new TreeMap<>());

        ScoringMetrics scoring = new ScoringMetrics(root, () -> 3L);
        scoring.predicted();
        scoring.updateRejected();
        scoring.updated(40);
        scoring.updated(60);
        RankingMetrics ranking = new RankingMetrics(root, () -> 5);
        ranking.ranked(5);
        ranking.belowThreshold();

        assertThat(root.registered())
                .containsEntry("foresnap.predictions", 1L)
                .containsEntry("foresnap.rejectedUpdates", 1L)
                .containsEntry("foresnap.publishToUseMs", 60L)
                .containsEntry("foresnap.scoringVersion", 3L)
                .containsEntry("foresnap.ranked", 5L)
                .containsEntry("foresnap.belowThreshold", 1L)
                .containsEntry("foresnap.listLength", 5);
    }

    private static final class TestingGroup extends UnregisteredMetricsGroup {
        private final String prefix;
        private final Map<String, Gauge<?>> gauges;

        TestingGroup(String prefix, Map<String, Gauge<?>> gauges) {
            this.prefix = prefix;
            this.gauges = gauges;
        }

        Map<String, Object> registered() {
            Map<String, Object> values = new TreeMap<>();
            gauges.forEach((name, gauge) -> values.put(name, gauge.getValue()));
            return values;
        }

        @Override
        public MetricGroup addGroup(String name) {
            return new TestingGroup(prefix + name + ".", gauges);
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(prefix + name, gauge);
            return gauge;
        }

        @Override
        public <H extends Histogram> H histogram(String name, H histogram) {
            gauges.put(prefix + name, (Gauge<Long>) () -> histogram.getStatistics().getMax());
            return histogram;
        }

        @Override
        public Counter counter(String name) {
            SimpleCounter counter = new SimpleCounter();
            gauges.put(prefix + name, (Gauge<Long>) counter::getCount);
            return counter;
        }
    }
}
