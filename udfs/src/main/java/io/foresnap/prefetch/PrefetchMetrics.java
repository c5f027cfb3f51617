package io.foresnap.prefetch;

import io.foresnap.prefetch.PrefetchReport.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counters of the prefetch path: {@code <operator>.foresnap.prefetch.tasks.<outcome>}, {@code
 * .files} and {@code .bytes}.
 */
final class PrefetchMetrics {

    private final Map<Outcome, Counter> tasks = new EnumMap<>(Outcome.class);
    private final Counter files;
    private final Counter bytes;

    PrefetchMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("foresnap").addGroup("prefetch");
        MetricGroup byOutcome = group.addGroup("tasks");
        for (Outcome outcome : Outcome.values()) {
            tasks.put(outcome, byOutcome.counter(outcome.name().toLowerCase(Locale.ROOT)));
        }
        files = group.counter("files");
        bytes = group.counter("bytes");
    }

    void finished(PrefetchReport report) {
        Counter counter = tasks.get(report.outcome());
        if (counter != null) {
            counter.inc();
        }
        files.inc(report.files());
        bytes.inc(report.bytes());
    }
}
