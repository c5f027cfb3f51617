package io.foresnap.bench;

import static io.foresnap.bench.PredictionScores.TRUTH;

import io.foresnap.options.ModelType;
import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.generator.GeneratedTrace;
import io.foresnap.replay.generator.GeneratorSettings;
import io.foresnap.replay.generator.HabitKind;
import io.foresnap.replay.generator.TraceGenerator;
import io.foresnap.replay.predict.Predicted;
import io.foresnap.replay.predict.Predictions;
import io.foresnap.replay.predict.WeightedRate;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;

/**
 * How near to the true hazards the models come on made-up traces: predict, then learn, tick by
 * tick, scored on the second half. The baseline is the exponentially weighted rate with the
 * half-life that was best on the trace.
 */
public final class PredictionBenchmark {

    private static final double[] HALF_LIVES = {2, 8, 32, 128, 512, 2048};
    private static final String RATE = "rate";
    private static final int SMOOTHING_HOURS = 12;

    private final List<ModelType> types;
    private final PrintWriter out;
    private final Map<ModelType, Double> micros = new EnumMap<>(ModelType.class);
    private final List<PredictionScores> seeds = new ArrayList<>();

    /** Follows a long run. */
    public interface Listener {
        /** One more tick of a trace is done. */
        void ticked();
    }

    /**
     * @param types which models run; the last is the one whose aims are judged
     */
    public PredictionBenchmark(List<ModelType> types, PrintWriter out) {
        this.types = List.copyOf(types);
        this.out = out;
    }

    /** Runs and prints, seed by seed, then all together. */
    public void run(int count, LongFunction<GeneratorSettings> settings, Listener listener)
            throws InterruptedException {
        header();
        for (long seed = 1; seed <= count; seed++) {
            seeds.add(seed(seed, TraceGenerator.generate(settings.apply(seed)), listener));
        }
        PredictionScores all = new PredictionScores();
        seeds.forEach(all::add);
        print("all", all, "");
        kinds(all);
        changes(all);
        spread();
        out.flush();
    }

    private PredictionScores seed(long seed, GeneratedTrace trace, Listener listener)
            throws InterruptedException {
        Outcomes outcomes = new Outcomes(trace.trace(), trace.grid());
        PredictionScores scores = new PredictionScores();
        scores.score(TRUTH, trace.hazards(), trace, outcomes);
        double halfLife = rate(scores, trace, outcomes);
        int[] ticked = {0};
        Predictions predictions =
                Predictions.of(
                        trace.trace(),
                        trace.grid(),
                        types,
                        Duration.ZERO,
                        done -> {
                            for (; ticked[0] < done; ticked[0]++) {
                                listener.ticked();
                            }
                        });
        for (Predicted model : predictions.models()) {
            ModelType type = ModelType.valueOf(model.name());
            if (types.contains(type)) {
                Predicted.Cost cost = model.cost();
                scores.score(model.name(), model.probabilities(), trace, outcomes);
                micros.merge(type, cost.predictMicrosEach() + cost.trainMicrosEach(), Double::sum);
            }
        }
        String remark =
                "%,d requests, %d partitions, best half-life %.0f windows"
                        .formatted(trace.trace().requests().size(), trace.kinds().size(), halfLife);
        print(Long.toString(seed), scores, remark);
        return scores;
    }

    private static double rate(PredictionScores scores, GeneratedTrace trace, Outcomes outcomes) {
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double halfLife : HALF_LIVES) {
            PredictionScores trial = new PredictionScores();
            trial.score(
                    RATE,
                    WeightedRate.predict(outcomes, trace.kinds().size(), halfLife),
                    trace,
                    outcomes);
            if (trial.loss(RATE) < least) {
                least = trial.loss(RATE);
                best = halfLife;
            }
        }
        Probabilities given = WeightedRate.predict(outcomes, trace.kinds().size(), best);
        scores.score(RATE, given, trace, outcomes);
        return best;
    }

    private String judged() {
        return types.get(types.size() - 1).name();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of(TRUTH, RATE));
        types.forEach(type -> names.add(type.name()));
        return names;
    }

    private void header() {
        out.println("Mean log loss on the second half; of the last model: share of the gap from");
        out.println("rate to truth that is closed, AUC-PR on scripts over the truth's, and hours");
        out.println("from a changed schedule until it is as near to the truth as before.");
        out.printf("%-7s", "seed");
        names().forEach(name -> out.printf(" %9s", name.toLowerCase(Locale.ROOT)));
        out.printf(" %7s %8s %8s%n", "closed", "scripts", "recovery");
        out.flush();
    }

    private void print(String label, PredictionScores scores, String remark) {
        out.printf("%-7s", label);
        names().forEach(n -> out.printf(" %9.5f", scores.loss(n) / scores.predictions()));
        out.printf(
                " %6.1f%% %7.1f%% %6s h  %s%n",
                100 * scores.gapClosed(RATE, judged()),
                100 * scores.scriptArea(judged()) / scores.scriptArea(TRUTH),
                hours(scores.recovery(judged()).hours(SMOOTHING_HOURS)),
                remark);
        out.flush();
    }

    private static String hours(int hours) {
        return hours < 0 ? ">" + Recovery.AFTER : Integer.toString(hours);
    }

    private void kinds(PredictionScores all) {
        double excess = all.loss(judged()) - all.loss(TRUTH);
        out.println();
        out.println("By kind of habit; the last column is the kind's share of what the last model");
        out.println("loses to the truth.");
        out.printf("%-7s %10s %8s", "kind", "predicted", "share");
        names().forEach(name -> out.printf(" %9s", name.toLowerCase(Locale.ROOT)));
        out.printf(" %7s %8s%n", "closed", "of loss");
        for (HabitKind kind : all.kinds()) {
            double n = all.predictions(kind);
            out.printf("%-7s %,10.0f %8.4f", kind.label(), n, all.requested(kind) / n);
            names().forEach(name -> out.printf(" %9.5f", all.loss(kind, name) / n));
            out.printf(
                    " %6.1f%% %7.1f%%%n",
                    100 * all.gapClosed(kind, RATE, judged()),
                    100 * (all.loss(kind, judged()) - all.loss(kind, TRUTH)) / excess);
        }
        out.printf("%-26s", "microseconds a prediction");
        out.printf(" %9s %9s", "-", "-");
        types.forEach(type -> out.printf(" %9.2f", micros.getOrDefault(type, 0.0) / seeds.size()));
        out.println();
    }

    private void changes(PredictionScores all) {
        Recovery recovery = all.recovery(judged());
        out.println();
        out.println("Loss on changed schedules by hours since the change: truth, last model.");
        for (int hour = -Recovery.BEFORE; hour < Recovery.AFTER; hour += SMOOTHING_HOURS / 2) {
            int until = hour + SMOOTHING_HOURS / 2;
            out.printf(
                    "%+4d to %+4d h %9.5f %9.5f%n",
                    hour, until, recovery.truthLoss(hour, until), recovery.modelLoss(hour, until));
        }
    }

    private void spread() {
        out.println();
        double[] closed =
                seeds.stream().mapToDouble(s -> 100 * s.gapClosed(RATE, judged())).toArray();
        double[] scripts =
                seeds.stream()
                        .mapToDouble(s -> 100 * s.scriptArea(judged()) / s.scriptArea(TRUTH))
                        .toArray();
        out.printf("%-28s %s%n", "gap closed (aim 85 %)", range(closed));
        out.printf("%-28s %s%n", "scripts' AUC-PR (aim 70 %)", range(scripts));
    }

    private static String range(double[] values) {
        return String.format(
                Locale.ROOT,
                "mean %.1f %%, least %.1f %%, most %.1f %%",
                DoubleStream.of(values).average().orElse(Double.NaN),
                DoubleStream.of(values).min().orElse(Double.NaN),
                DoubleStream.of(values).max().orElse(Double.NaN));
    }
}
