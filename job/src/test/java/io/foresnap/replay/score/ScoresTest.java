package io.foresnap.replay.score;

import static io.foresnap.replay.score.TestingRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against figures computed by hand. */
class ScoresTest {

    private static final Offset<Double> FLOAT = within(1e-6);

    @Test
    void logLossAndBrier() {
        Scores scores = Scores.of(rows(new double[] {0.5, 0.25, 0.75}, 1, 0, 0));

        assertThat(scores.logLoss())
                .isCloseTo((Math.log(2) - Math.log(0.75) - Math.log(0.25)) / 3, FLOAT);
        assertThat(scores.brier()).isCloseTo((0.25 + 0.0625 + 0.5625) / 3, FLOAT);
    }

    @Test
    void certaintyThatIsWrongCostsTheClippedLoss() {
        assertThat(Scores.of(rows(new double[] {0}, 1)).logLoss())
                .isCloseTo(-Math.log(1e-6), FLOAT);
        assertThat(Scores.of(rows(new double[] {1}, 0)).logLoss())
                .isCloseTo(-Math.log(1e-6), FLOAT);
    }

    @Test
    void averagePrecisionSumsPrecisionOverRecall() {
        // Hits at ranks 1 and 3 of 4: (1/1 + 2/3) / 2.
        Scores scores = Scores.of(rows(new double[] {0.9, 0.8, 0.7, 0.1}, 1, 0, 1, 0));

        assertThat(scores.aucPr()).isCloseTo(5.0 / 6, FLOAT);
        // Of the four pairs of a hit and another, one is the wrong way round.
        assertThat(scores.aucRoc()).isCloseTo(0.75, FLOAT);
    }

    @Test
    void equalProbabilitiesAreOneStepInAnyOrder() {
        Scores some = Scores.of(rows(new double[] {0.9, 0.5, 0.5, 0.5}, 0, 1, 0, 1));
        Scores other = Scores.of(rows(new double[] {0.5, 0.5, 0.9, 0.5}, 1, 1, 0, 0));

        // The only gain in recall is at the last step, where 2 of 4 are hits.
        assertThat(some.aucPr()).isCloseTo(0.5, FLOAT).isEqualTo(other.aucPr());
        // Each hit is below 0.9 and ties with one: (0 + 1/2) / 2.
        assertThat(some.aucRoc()).isCloseTo(0.25, FLOAT).isEqualTo(other.aucRoc());
    }

    @Test
    void calibrationErrorIsRelativeToTheEvents() {
        // Bins of a third of a decade: 0.5 and 0.9 share the highest, 0.01 has one of its own.
        Scores scores = Scores.of(rows(new double[] {0.5, 0.9, 0.01, 0.01}, 1, 1, 0, 0));

        assertThat(scores.calibrationError()).isCloseTo((0.6 + 0.02) / 2, FLOAT);
    }

    @Test
    void withoutEventsThereIsNothingToRank() {
        Scores scores = Scores.of(rows(new double[] {0.5, 0.1}, 0, 0));

        assertThat(scores.aucPr()).isNaN();
        assertThat(scores.aucRoc()).isNaN();
        assertThat(scores.calibrationError()).isNaN();
        assertThat(scores.logLoss()).isFinite();
    }

    @Test
    void skillIsTheShareOfTheBrierScoreThatIsGone() {
        Scores good = Scores.of(rows(new double[] {0.5}, 1));
        Scores bad = Scores.of(rows(new double[] {0}, 1));

        assertThat(good.brierSkill(bad)).isCloseTo(0.75, FLOAT);
    }
}
