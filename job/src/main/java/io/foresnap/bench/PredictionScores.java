package io.foresnap.bench;

import io.foresnap.model.Losses;
import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.generator.GeneratedTrace;
import io.foresnap.replay.generator.HabitKind;
import io.foresnap.replay.score.Ranking;
import io.foresnap.replay.score.Rows;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What several predictors of one or more traces reached on the scored half: the summed log loss for
 * each kind of habit, the area under the precision-recall curve of scripts, and the recovery after
 * changed schedules. The truth is one of the predictors.
 */
final class PredictionScores {

    /** Name of the predictor that knows the true hazards. */
    static final String TRUTH = "truth";

    private final Map<HabitKind, Map<String, Double>> losses = new EnumMap<>(HabitKind.class);
    private final Map<HabitKind, double[]> counts = new EnumMap<>(HabitKind.class);
    private final Map<String, Double> scriptAreas = new LinkedHashMap<>();
    private final Map<String, Recovery> recoveries = new LinkedHashMap<>();
    private int traces;

    /** Scores a predictor on one trace, everything but the truth of it being judged before. */
    void score(String name, Probabilities given, GeneratedTrace trace, Outcomes outcomes) {
        Recovery recovery = recoveries.computeIfAbsent(name, n -> new Recovery());
        traces += name.equals(TRUTH) ? 1 : 0;
        for (int tick = trace.grid().firstScored(); tick < trace.grid().ticks(); tick++) {
            long tickMs = trace.grid().timeMs(tick);
            for (int entity = 0; entity < trace.kinds().size(); entity++) {
                double truth = trace.hazards().get(tick, entity);
                if (Double.isNaN(truth)) {
                    continue;
                }
                boolean requested = outcomes.requested(tick, entity);
                double loss = Losses.log(given.get(tick, entity), requested);
                HabitKind kind = trace.kinds().get(entity);
                add(name, kind, loss, requested);
                if (kind == HabitKind.DRIFT) {
                    long since = tickMs - trace.changes().get(entity);
                    recovery.add(since, loss, Losses.log(truth, requested));
                }
            }
        }
        scriptAreas.merge(name, scriptArea(given, trace, outcomes), Double::sum);
    }

    private static double scriptArea(Probabilities given, GeneratedTrace trace, Outcomes outcomes) {
        Rows scripts =
                Rows.of(outcomes, given, entity -> trace.kinds().get(entity) == HabitKind.SCRIPT);
        return Ranking.of(scripts).averagePrecision();
    }

    private void add(String name, HabitKind kind, double loss, boolean requested) {
        losses.computeIfAbsent(kind, k -> new LinkedHashMap<>()).merge(name, loss, Double::sum);
        if (name.equals(TRUTH)) {
            double[] count = counts.computeIfAbsent(kind, k -> new double[2]);
            count[0]++;
            count[1] += requested ? 1 : 0;
        }
    }

    void add(PredictionScores other) {
        other.losses.forEach(
                (kind, byName) ->
                        byName.forEach(
                                (name, loss) ->
                                        losses.computeIfAbsent(kind, k -> new LinkedHashMap<>())
                                                .merge(name, loss, Double::sum)));
        other.counts.forEach(
                (kind, count) -> {
                    double[] sum = counts.computeIfAbsent(kind, k -> new double[2]);
                    sum[0] += count[0];
                    sum[1] += count[1];
                });
        other.scriptAreas.forEach((name, area) -> scriptAreas.merge(name, area, Double::sum));
        other.recoveries.forEach(
                (name, each) -> recoveries.computeIfAbsent(name, n -> new Recovery()).add(each));
        traces += other.traces;
    }

    Iterable<HabitKind> kinds() {
        return losses.keySet();
    }

    double predictions(HabitKind kind) {
        return count(kind)[0];
    }

    double predictions() {
        return counts.values().stream().mapToDouble(c -> c[0]).sum();
    }

    double requested(HabitKind kind) {
        return count(kind)[1];
    }

    private double[] count(HabitKind kind) {
        return counts.getOrDefault(kind, new double[2]);
    }

    /** Summed log loss on a kind, nats. */
    double loss(HabitKind kind, String name) {
        return losses.getOrDefault(kind, Map.of()).getOrDefault(name, Double.NaN);
    }

    /** Summed log loss on everything, nats. */
    double loss(String name) {
        return losses.values().stream()
                .mapToDouble(byName -> byName.getOrDefault(name, Double.NaN))
                .sum();
    }

    /** Share of the way from a baseline's loss to the truth's that a predictor has gone. */
    double gapClosed(String baseline, String name) {
        return (loss(baseline) - loss(name)) / (loss(baseline) - loss(TRUTH));
    }

    /** The same on one kind. */
    double gapClosed(HabitKind kind, String baseline, String name) {
        return (loss(kind, baseline) - loss(kind, name))
                / (loss(kind, baseline) - loss(kind, TRUTH));
    }

    /** Mean over the traces of the area under the precision-recall curve of scripts. */
    double scriptArea(String name) {
        return scriptAreas.getOrDefault(name, Double.NaN) / traces;
    }

    Recovery recovery(String name) {
        return recoveries.getOrDefault(name, new Recovery());
    }
}
