package io.foresnap.cli;

import io.foresnap.replay.report.ModelFigures;
import io.foresnap.replay.report.ReplayReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a replay found, for the terminal. */
final class ReplayText {

    private static final String UNKNOWN = "-";

    private final ReplayReport report;
    private final PrintWriter out;

    ReplayText(ReplayReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    void print() {
        printTrace();
        printModels();
        printKinds();
        new PolicyText(report, out).print();
        report.findings().forEach(out::println);
    }

    private void printTrace() {
        ReplayReport.TraceFacts t = report.trace();
        out.printf(
                Locale.ROOT,
                "%s: %,d requests for %,d partitions by %s in %s; %,d ticks every %s%n",
                t.file(),
                t.requests(),
                t.entities(),
                t.requesters() == 0
                        ? "nobody named"
                        : String.format(Locale.ROOT, "%,d requesters", t.requesters()),
                TextTable.duration(t.lastMs() - t.firstMs()),
                t.ticks(),
                HumanDuration.text(Duration.ofMillis(t.windowMs())));
        out.printf(
                Locale.ROOT,
                "Scored: the last %,d ticks, %,d predictions, %.1f %% of them followed by a request%n%n",
                t.scoredTicks(),
                t.predictions(),
                100.0 * t.events() / t.predictions());
    }

    private void printModels() {
        TextTable table =
                new TextTable(
                        "lrrrrrrrrrr",
                        "predictions by",
                        "log loss",
                        "Brier",
                        "skill",
                        "AUC-PR",
                        "AUC-ROC",
                        "calibration",
                        report.chosen().type() + " less",
                        "95 % interval",
                        "us/predict",
                        "us/train");
        all().forEach(model -> table.row(row(model)));
        table.print(out);
        out.printf(
                Locale.ROOT,
                "us: CPU time per partition and tick, beside %.1f for the features; state: %.0f bytes"
                        + " a partition.%n%sWeighted rate: best half-life in windows,"
                        + " chosen afterwards.%n%n",
                report.cost().featureMicrosPerPartitionTick(),
                report.cost().historyBytesPerPartition(),
                aboutVersions());
    }

    /** Only where there are versions is one model shown continuously trained beside them. */
    private String aboutVersions() {
        return report.variants().stream().anyMatch(m -> m.type().endsWith(", continuous"))
                ? "Models predict with the versions that the job would have published every"
                        + " training.interval. "
                : "";
    }

    private List<ModelFigures> all() {
        List<ModelFigures> all = new ArrayList<>(report.models());
        all.addAll(report.variants());
        all.addAll(report.compared());
        all.addAll(report.baselines());
        return all;
    }

    private static String[] row(ModelFigures model) {
        ModelFigures.Difference difference = model.difference();
        return new String[] {
            model.type(),
            number("%.4f", model.logLoss()),
            number("%.4f", model.brier()),
            number("%.3f", model.brierSkill()),
            number("%.4f", model.aucPr()),
            number("%.4f", model.aucRoc()),
            number("%.2f %%", model.calibrationError(), 100),
            difference == null ? "" : number("%.4f", -difference.mean()),
            difference == null ? "" : interval(difference),
            number("%.2f", model.microsPerPartitionTick()),
            number("%.2f", model.trainMicrosPerPartitionTick())
        };
    }

    private static String interval(ModelFigures.Difference difference) {
        Double low = difference.low();
        Double high = difference.high();
        return low == null || high == null
                ? UNKNOWN
                : String.format(Locale.ROOT, "%.4f to %.4f", -high, -low);
    }

    private static String number(String format, @Nullable Double value) {
        return number(format, value, 1);
    }

    private static String number(String format, @Nullable Double value, double times) {
        return value == null ? UNKNOWN : String.format(Locale.ROOT, format, times * value);
    }

    private void printKinds() {
        Set<String> kinds = new LinkedHashSet<>(report.chosen().byKind().keySet());
        List<String> header = new ArrayList<>(List.of("log loss (AUC-PR)"));
        header.addAll(kinds);
        TextTable table =
                new TextTable("l" + "r".repeat(kinds.size()), header.toArray(String[]::new));
        List<String> partitions = new ArrayList<>(List.of("partitions"));
        kinds.forEach(
                kind ->
                        partitions.add(
                                String.valueOf(report.trace().kinds().getOrDefault(kind, 0L))));
        table.row(partitions.toArray(String[]::new));
        for (ModelFigures model : all()) {
            List<String> row = new ArrayList<>(List.of(model.type()));
            kinds.forEach(kind -> row.add(ofKind(model.byKind().get(kind))));
            table.row(row.toArray(String[]::new));
        }
        table.print(out);
        out.println();
    }

    private static String ofKind(ModelFigures.@Nullable OfKind kind) {
        return kind == null
                ? UNKNOWN
                : number("%.4f", kind.logLoss()) + " (" + number("%.3f", kind.aucPr()) + ")";
    }
}
