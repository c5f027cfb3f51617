package io.foresnap.cli;

import io.foresnap.replay.report.PolicyFigures;
import io.foresnap.replay.report.Recommended;
import io.foresnap.replay.report.ReplayReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the policies of a replay came to, for the terminal. */
final class PolicyText {

    private final ReplayReport report;
    private final PrintWriter out;

    PolicyText(ReplayReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    void print() {
        Map<Double, List<PolicyFigures>> sizes = new LinkedHashMap<>();
        for (PolicyFigures policy : report.policies()) {
            sizes.computeIfAbsent(policy.capacity(), c -> new ArrayList<>()).add(policy);
        }
        sizes.values().forEach(this::printSize);
        Recommended recommended = report.recommended();
        if (recommended != null) {
            printTried(recommended);
        }
    }

    private void printSize(List<PolicyFigures> policies) {
        PolicyFigures first = policies.get(0);
        TextTable table =
                new TextTable(
                        "lrrrrrrrrrr",
                        "cache "
                                + TextTable.bytes(first.capacityBytes())
                                + format(" (%.3g %%)", 100 * first.capacity()),
                        "wholly",
                        "bytes",
                        "source/requested",
                        "prefetched",
                        "used",
                        "wasted GiB h",
                        "mean ms",
                        "p50",
                        "p95",
                        "p99");
        for (PolicyFigures p : policies) {
            table.row(
                    p.name(),
                    format("%.1f %%", 100 * p.servedWholly()),
                    format("%.1f %%", 100 * p.byteHitRatio()),
                    format("%.3f", p.sourceBytesPerRequestedByte()),
                    TextTable.bytes(p.prefetchedBytes()),
                    p.prefetchedBytes() == 0
                            ? ""
                            : format("%.1f %%", 100 * p.prefetchedUsedShare()),
                    format("%.1f", p.wastedByteHours() / (1L << 30)),
                    format("%.0f", p.latencyMillis().mean()),
                    format("%.0f", p.latencyMillis().p50()),
                    format("%.0f", p.latencyMillis().p95()),
                    format("%.0f", p.latencyMillis().p99()));
        }
        table.print(out);
        out.println();
    }

    private void printTried(Recommended recommended) {
        TextTable table =
                new TextTable(
                        "rrrrrrr",
                        "tried: cache",
                        "queue",
                        "interval",
                        "wholly",
                        "source/requested",
                        "mean ms",
                        "LRU");
        for (Recommended.Trial t : recommended.tried()) {
            table.row(
                    TextTable.bytes(t.capacityBytes()) + format(" (%.3g %%)", 100 * t.capacity()),
                    String.valueOf(t.queueCapacity()),
                    HumanDuration.text(Duration.ofMillis(t.intervalMs())),
                    format("%.1f %%", 100 * t.servedWholly()),
                    format("%.3f", t.sourceBytesPerRequestedByte()),
                    format("%.0f", t.meanLatencyMillis()),
                    format("%.0f", t.lruMillis()));
        }
        table.print(out);
        out.println();
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
