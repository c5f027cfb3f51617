package io.foresnap.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Entity;
import io.foresnap.replay.Trace.Request;
import io.foresnap.replay.generator.GeneratedTrace;
import io.foresnap.replay.generator.HabitKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionScoresTest {

    private static final long HOUR = 3_600_000;

    @Test
    void recoveryIsTheHourFromWhichOnTheModelIsAsNearToTheTruthAsBefore() {
        Recovery recovery = new Recovery();
        for (int hour = -100; hour < 100; hour++) {
            double truth = hour < 0 ? 0.1 : 0.3;
            double lag = hour >= 0 && hour < 10 ? 1 : 0.05;
            recovery.add(hour * HOUR + 7, truth + lag, truth);
        }

        // Tolerance is 10 % of .35 over six hours: all six must be past hour 10.
        assertThat(recovery.hours(6)).isEqualTo(10);
        assertThat(recovery.modelLoss(-6, 0)).isCloseTo(0.15, within(1e-9));
        assertThat(recovery.truthLoss(0, 6)).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void whatNeverRecoversSaysSo() {
        Recovery recovery = new Recovery();
        for (int hour = -Recovery.BEFORE; hour < Recovery.AFTER; hour++) {
            recovery.add(hour * HOUR, hour < 0 ? 0.1 : 0.2, 0.1);
        }

        assertThat(recovery.hours(12)).isEqualTo(-1);
    }

    @Test
    void onlyTheSecondHalfCountsAndTheTruthClosesTheWholeGap() {
        Trace trace = trace();
        Outcomes outcomes = new Outcomes(trace, trace.grid(HOUR));
        Probabilities truth = new Probabilities(4, 2);
        Probabilities half = new Probabilities(4, 2);
        for (int tick = 1; tick < 4; tick++) {
            truth.set(tick, 0, tick == 3 ? 0.9 : 0.1);
            half.set(tick, 0, 0.5);
        }
        GeneratedTrace made =
                new GeneratedTrace(
                        trace,
                        trace.grid(HOUR),
                        truth,
                        List.of(HabitKind.SCRIPT, HabitKind.CRON),
                        List.of(GeneratedTrace.NEVER, GeneratedTrace.NEVER));
        PredictionScores scores = new PredictionScores();

        scores.score(PredictionScores.TRUTH, truth, made, outcomes);
        scores.score("half", half, made, outcomes);

        assertThat(scores.predictions()).isEqualTo(2);
        assertThat(scores.requested(HabitKind.SCRIPT)).isEqualTo(1);
        assertThat(scores.loss(PredictionScores.TRUTH)).isCloseTo(-2 * Math.log(0.9), within(1e-6));
        assertThat(scores.gapClosed("half", PredictionScores.TRUTH)).isEqualTo(1);
        assertThat(scores.gapClosed("half", "half")).isZero();
        assertThat(scores.scriptArea(PredictionScores.TRUTH)).isEqualTo(1);
        assertThat(scores.scriptArea("half")).isEqualTo(0.5);
    }

    /** Windows 0 to 3: entity 0 in 0 and 3, entity 1 in 1. */
    private static Trace trace() {
        return new Trace(
                List.of(new Entity("a", "0"), new Entity("b", "0")),
                List.of(
                        new Request(0, 0, "", Long.MAX_VALUE),
                        new Request(HOUR + 1, 1, "", Long.MAX_VALUE),
                        new Request(3 * HOUR + 1, 0, "", Long.MAX_VALUE)));
    }
}
