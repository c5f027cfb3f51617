package io.foresnap.replay.report;

import static io.foresnap.replay.report.ModelFigures.finite;

import io.foresnap.replay.EntityKind;
import io.foresnap.replay.Outcomes;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.predict.Predicted;
import io.foresnap.replay.score.PairedBootstrap;
import io.foresnap.replay.score.Ranking;
import io.foresnap.replay.score.Reliability;
import io.foresnap.replay.score.Rows;
import io.foresnap.replay.score.Scores;
import io.foresnap.replay.score.TickLosses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges predictions on the scored ticks of a trace. */
final class Judge {

    private static final int BLOCK_TICKS = 24;
    private static final int RESAMPLES = 1000;
    private static final int MOST_POINTS = 60;
    private static final int CURVE_POINTS = 100;

    private final Outcomes outcomes;
    private final EntityKind[] kinds;
    private final PairedBootstrap bootstrap;
    private final Scores rate;
    private final TickLosses chosen;

    /**
     * @param kinds of the entities
     * @param rate the baseline that skill is measured against
     * @param chosen the model that all are compared with
     */
    Judge(Outcomes outcomes, EntityKind[] kinds, Predicted rate, Predicted chosen, long seed) {
        this.outcomes = outcomes;
        this.kinds = kinds;
        this.bootstrap = new PairedBootstrap(BLOCK_TICKS, RESAMPLES, seed);
        this.rate = Scores.of(rows(outcomes, rate));
        this.chosen = TickLosses.of(rows(outcomes, chosen));
    }

    /** All scored rows of some predictions. */
    static Rows rows(Outcomes outcomes, Predicted predicted) {
        return Rows.of(outcomes, predicted.probabilities(), entity -> true);
    }

    /** The figures of a model that is compared with the chosen one. */
    ModelFigures figures(Predicted predicted, String note) {
        Rows rows = rows(outcomes, predicted);
        TickLosses losses = TickLosses.of(rows);
        ModelFigures.Difference difference =
                ModelFigures.Difference.of(bootstrap.difference(chosen, losses));
        return figures(predicted, note, rows, losses, difference);
    }

    /** The figures of the chosen model itself. */
    ModelFigures figuresOfChosen(Predicted predicted) {
        return figures(predicted, "", rows(outcomes, predicted), chosen, null);
    }

    private ModelFigures figures(
            Predicted predicted,
            String note,
            Rows rows,
            TickLosses losses,
            ModelFigures.@Nullable Difference difference) {
        Scores scores = Scores.of(rows);
        Predicted.Cost cost = predicted.cost();
        boolean measured = cost.predictions() > 0;
        return new ModelFigures(
                predicted.name(),
                note,
                finite(scores.logLoss()),
                finite(scores.brier()),
                finite(scores.brierSkill(rate)),
                finite(scores.aucPr()),
                finite(scores.aucRoc()),
                finite(scores.calibrationError()),
                measured ? cost.predictMicrosEach() : null,
                measured ? cost.trainMicrosEach() : null,
                measured ? cost.modelBytes() : null,
                difference,
                byKind(predicted),
                overTime(losses),
                reliability(rows),
                precisionRecall(rows));
    }

    private Map<String, ModelFigures.OfKind> byKind(Predicted predicted) {
        Map<String, ModelFigures.OfKind> figures = new LinkedHashMap<>();
        for (EntityKind kind : EntityKind.values()) {
            Rows rows = Rows.of(outcomes, predicted.probabilities(), e -> kinds[e] == kind);
            if (rows.size() > 0) {
                String name = kind.name().toLowerCase(Locale.ROOT);
                figures.put(name, ModelFigures.OfKind.of(Scores.of(rows)));
            }
        }
        return figures;
    }

    private List<ModelFigures.OverTime> overTime(TickLosses losses) {
        TickGrid grid = outcomes.grid();
        int ticks = losses.sums().length;
        int step = Math.max(1, ticks / MOST_POINTS);
        List<ModelFigures.OverTime> points = new ArrayList<>();
        for (int from = 0; from < ticks; from += step) {
            double mean = losses.mean(from, Math.min(ticks, from + step));
            points.add(
                    new ModelFigures.OverTime(
                            grid.timeMs(grid.firstScored() + from), finite(mean)));
        }
        return points;
    }

    private static List<ModelFigures.Bin> reliability(Rows rows) {
        return Reliability.oddsSpaced(rows).stream()
                .map(
                        bin ->
                                new ModelFigures.Bin(
                                        bin.count(),
                                        bin.predicted() / bin.count(),
                                        (double) bin.events() / bin.count()))
                .toList();
    }

    private static List<List<Double>> precisionRecall(Rows rows) {
        return Ranking.of(rows).precisionRecall(CURVE_POINTS).stream()
                .map(point -> List.of(point.recall(), point.precision()))
                .toList();
    }
}
