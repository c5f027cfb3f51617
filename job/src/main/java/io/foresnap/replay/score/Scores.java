package io.foresnap.replay.score;

import io.foresnap.model.Losses;
import java.util.List;

/**
 * How good predictions were. NaN where there is nothing to judge by.
 *
 * @param predictions how many
 * @param events how many of them were followed by a request
 * @param logLoss mean, nats; probabilities clipped to [1e-6, 1 - 1e-6]
 * @param brier mean squared error
 * @param aucPr average precision
 * @param aucRoc probability that a row with a request was given more than one without
 * @param calibrationError sum over the bins of |predicted - observed|, divided by the events
 */
public record Scores(
        int predictions,
        int events,
        double logLoss,
        double brier,
        double aucPr,
        double aucRoc,
        double calibrationError) {

    /** The scores of rows. */
    public static Scores of(Rows rows) {
        double logLoss = 0;
        double brier = 0;
        for (int i = 0; i < rows.size(); i++) {
            logLoss += Losses.log(rows.probabilities()[i], rows.requested()[i]);
            brier += Losses.brier(rows.probabilities()[i], rows.requested()[i]);
        }
        Ranking ranking = Ranking.of(rows);
        List<Reliability.Bin> bins = Reliability.logSpaced(rows);
        int events = rows.events();
        return new Scores(
                rows.size(),
                events,
                logLoss / rows.size(),
                brier / rows.size(),
                ranking.averagePrecision(),
                ranking.areaUnderRoc(),
                Reliability.error(bins, events));
    }

    /** Share by which the Brier score is below another's. */
    public double brierSkill(Scores baseline) {
        return 1 - brier / baseline.brier;
    }
}
