package io.foresnap.local.demo.panel;

import io.foresnap.local.demo.report.JobFigures;
import io.foresnap.local.demo.report.Latency;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The panel's figures in words. */
final class PanelText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final double MEGA = 1_000_000.0;

    /** One line a figure, for a panel that is redrawn. */
    static List<String> lines(Figures f) {
        return List.of(
                row("virtual time", time(f) + " UTC"),
                row(
                        "requests",
                        "%,d of %,d sent · %,d acknowledged · %,d rejected · %,d failed"
                                .formatted(
                                        f.sent(),
                                        f.requests(),
                                        f.totals().acknowledged(),
                                        f.totals().rejected(),
                                        f.totals().failed())),
                row(
                        "from cache",
                        "%s of all so far · %s of the latest 200 · %s of the bytes"
                                .formatted(
                                        percent(f.totals().hitShare()),
                                        percent(f.totals().recentHitShare()),
                                        percent(f.totals().byteHitRatio()))),
                row("latency of hits", latency(f.hits())),
                row("latency of misses", latency(f.misses())),
                row("prefetch queue", "%,d fetches waiting".formatted(f.job().queueLength())),
                row("cache", cache(f.job())),
                row("model", model(f)),
                row(
                        "verified",
                        "%,d backups equal a plain replay · %,d differ"
                                .formatted(f.verified(), f.mismatched())));
    }

    /** Everything in one line, for a log. */
    static String line(Figures f) {
        return "%s  %d/%d requests  %s from cache (latest %s)  hits p50 %s  misses p50 %s  queue %d  cache %s  %s  verified %d%s"
                .formatted(
                        time(f),
                        f.totals().answered(),
                        f.requests(),
                        percent(f.totals().hitShare()),
                        percent(f.totals().recentHitShare()),
                        millis(f.hits(), f.hits().p50()),
                        millis(f.misses(), f.misses().p50()),
                        f.job().queueLength(),
                        cache(f.job()),
                        model(f),
                        f.verified(),
                        f.mismatched() == 0 ? "" : "  DIFFERENT " + f.mismatched());
    }

    private static String row(String name, String value) {
        return "  %-18s %s".formatted(name, value);
    }

    private static String time(Figures f) {
        return TIME.format(Instant.ofEpochMilli(f.virtualMs()));
    }

    private static String latency(Latency latency) {
        return latency.count() == 0
                ? "–"
                : "p50 %s · p99 %s · %,d requests"
                        .formatted(
                                millis(latency, latency.p50()),
                                millis(latency, latency.p99()),
                                latency.count());
    }

    private static String millis(Latency of, double millis) {
        return of.count() == 0 ? "–" : String.format(Locale.ROOT, "%.1f ms", millis);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String cache(JobFigures job) {
        if (job.cacheCapacityBytes() == 0) {
            return "–";
        }
        return String.format(
                Locale.ROOT,
                "%.1f of %.1f MB",
                job.cacheBytes() / MEGA,
                job.cacheCapacityBytes() / MEGA);
    }

    private static String model(Figures f) {
        return f.job().modelVersion() == 0
                ? f.modelType() + " (learning)"
                : String.format(
                        Locale.ROOT,
                        "%s v%d, log loss %.4f",
                        f.modelType(),
                        f.job().modelVersion(),
                        f.job().modelLogLoss());
    }

    private PanelText() {}
}
