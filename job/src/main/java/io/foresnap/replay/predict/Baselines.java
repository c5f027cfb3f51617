package io.foresnap.replay.predict;

import io.foresnap.replay.Outcomes;
import io.foresnap.replay.score.Rows;
import io.foresnap.replay.score.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What counting alone predicts.
 *
 * @param rate the weighted rate with the half-life that turned out best: chosen afterwards, which
 *     is generous to it
 * @param tried the log loss of each half-life
 * @param share each entity's plain share of windows with a request
 */
public record Baselines(Predicted rate, String tried, Predicted share) {

    private static final int[] HALF_LIVES = {2, 4, 8, 16, 32, 64, 128, 256, 512};

    /** The baselines of a trace. */
    public static Baselines of(Outcomes outcomes, int entities) {
        Predicted best = rate(outcomes, entities, HALF_LIVES[0]);
        double least = Double.POSITIVE_INFINITY;
        List<String> tried = new ArrayList<>();
        for (int halfLife : HALF_LIVES) {
            Predicted rate = rate(outcomes, entities, halfLife);
            double loss = Scores.of(Rows.of(outcomes, rate.probabilities(), e -> true)).logLoss();
            tried.add(String.format(Locale.ROOT, "%d: %.4f", halfLife, loss));
            if (loss < least) {
                best = rate;
                least = loss;
            }
        }
        return new Baselines(
                best,
                String.join(", ", tried),
                new Predicted(
                        "share of windows",
                        WeightedRate.predict(outcomes, entities, Double.POSITIVE_INFINITY),
                        Predicted.Cost.NONE));
    }

    private static Predicted rate(Outcomes outcomes, int entities, int halfLife) {
        return new Predicted(
                "weighted rate, half-life " + halfLife,
                WeightedRate.predict(outcomes, entities, halfLife),
                Predicted.Cost.NONE);
    }
}
