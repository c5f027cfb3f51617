package io.foresnap.replay.predict;

import static io.foresnap.replay.TestingTraces.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.options.ModelType;
import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TestingTraces;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.score.Rows;
import io.foresnap.replay.score.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionsTest {

    private static final long WINDOW = 10 * MINUTE;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT30M"})
    void nothingIsKnownBeforeItHappens(Duration training) throws Exception {
        String[] lines = TestingTraces.habits(24, 1);
        long changeMs = 15 * 60 * MINUTE + 5 * MINUTE;
        String[] others =
                Arrays.stream(lines)
                        .filter(
                                l ->
                                        timeOf(l) < changeMs
                                                || l.contains("rare")
                                                || timeOf(l) % 2 == 0)
                        .map(l -> timeOf(l) < changeMs ? l : l.replace("rare", "new"))
                        .toArray(String[]::new);
        Trace trace = TestingTraces.trace(folder, lines);
        Trace changed = TestingTraces.trace(folder, others);
        TickGrid grid = trace.grid(WINDOW);

        Predictions before = predict(trace, training);
        Predictions after = predict(changed, training);

        int tick = grid.tickAt(changeMs);
        for (int model = 0; model < before.models().size(); model++) {
            Probabilities one = before.models().get(model).probabilities();
            Probabilities other = after.models().get(model).probabilities();
            for (int k = 0; k <= tick; k++) {
                int known = new Outcomes(trace, grid).known(k);
                assertThat(Arrays.copyOf(other.row(k), known))
                        .as("tick %d", k)
                        .isEqualTo(Arrays.copyOf(one.row(k), known));
            }
            assertThat(other.row(tick + 1)).isNotEqualTo(one.row(tick + 1));
        }
    }

    @Test
    void exactlyTheKnownArePredicted() throws Exception {
        Trace trace = TestingTraces.trace(folder, TestingTraces.habits(12, 2));
        TickGrid grid = trace.grid(WINDOW);
        Outcomes outcomes = new Outcomes(trace, grid);

        Predictions predictions = predict(trace, Duration.ZERO);

        List<Predicted> all = new ArrayList<>(predictions.models());
        all.addAll(predict(trace, Duration.ofMillis(3 * WINDOW)).variants());
        for (Predicted predicted : all) {
            for (int tick = 0; tick < grid.ticks(); tick++) {
                for (int entity = 0; entity < trace.entities().size(); entity++) {
                    boolean made = !Double.isNaN(predicted.probabilities().get(tick, entity));
                    assertThat(made).isEqualTo(entity < outcomes.known(tick));
                }
            }
        }
    }

    @Test
    void theVersionsBesideTheLearnerAreThoseOfATrainingOfItsOwn() throws Exception {
        Trace trace = TestingTraces.trace(folder, TestingTraces.habits(24, 3));
        TickGrid grid = trace.grid(WINDOW);
        int entities = trace.entities().size();
        PublishedContender alone =
                new PublishedContender(ModelType.AUTO, grid, entities, 3 * WINDOW);
        LearningContender learner = new LearningContender(ModelType.AUTO, grid, entities);
        TwofoldContender both = new TwofoldContender(ModelType.AUTO, grid, entities, 3 * WINDOW);

        new Prequential(trace, grid).play(List.of(alone, learner, both), List.of(), done -> {});

        for (int tick = 0; tick < grid.ticks(); tick++) {
            assertThat(both.published().probabilities().row(tick))
                    .isEqualTo(alone.predicted().probabilities().row(tick));
            assertThat(both.predicted().probabilities().row(tick))
                    .isEqualTo(learner.predicted().probabilities().row(tick));
        }
        assertThat(both.published().probabilities().row(100))
                .isNotEqualTo(both.predicted().probabilities().row(100));
    }

    @Test
    void aMixtureOfRunsMadeApartIsTheMixture() throws Exception {
        Trace trace = TestingTraces.trace(folder, TestingTraces.habits(24, 3));
        TickGrid grid = trace.grid(WINDOW);
        LearningContender whole =
                new LearningContender(ModelType.AUTO, grid, trace.entities().size());
        new Prequential(trace, grid).play(List.of(whole), List.of(), done -> {});

        Predicted apart =
                Predictions.of(trace, grid, List.of(ModelType.AUTO), Duration.ZERO, done -> {})
                        .models()
                        .get(0);

        for (int tick = 0; tick < grid.ticks(); tick++) {
            for (int entity = 0; entity < trace.entities().size(); entity++) {
                double wanted = whole.probabilities().get(tick, entity);
                if (!Double.isNaN(wanted)) {
                    assertThat(apart.probabilities().get(tick, entity))
                            .isCloseTo(wanted, within(1e-4));
                }
            }
        }
    }

    @Test
    void equalInputGivesEqualOutput() throws Exception {
        Trace trace = TestingTraces.trace(folder, TestingTraces.habits(12, 3));

        Predictions one = predict(trace, Duration.ZERO);
        Predictions other = predict(trace, Duration.ZERO);

        for (int tick = 0; tick < trace.grid(WINDOW).ticks(); tick++) {
            assertThat(other.models().get(0).probabilities().row(tick))
                    .isEqualTo(one.models().get(0).probabilities().row(tick));
        }
    }

    @Test
    void theModelBeatsCountingOnRegularRequests() throws Exception {
        Trace trace = TestingTraces.trace(folder, TestingTraces.habits(72, 4));
        Outcomes outcomes = new Outcomes(trace, trace.grid(WINDOW));

        Predictions predictions = predict(trace, Duration.ZERO);
        Baselines baselines = Baselines.of(outcomes, trace.entities().size());

        double rate = loss(outcomes, baselines.rate());
        assertThat(loss(outcomes, predictions.models().get(0))).isLessThan(0.8 * rate);
        Predictions published = predict(trace, Duration.ofMillis(3 * WINDOW));
        assertThat(loss(outcomes, published.models().get(0))).isLessThan(0.8 * rate);
        assertThat(predictions.models().get(0).cost().predictMicrosEach()).isPositive();
    }

    private static double loss(Outcomes outcomes, Predicted predicted) {
        return Scores.of(Rows.of(outcomes, predicted.probabilities(), e -> true)).logLoss();
    }

    private static Predictions predict(Trace trace, Duration training)
            throws InterruptedException, IOException {
        return Predictions.of(
                trace,
                trace.grid(WINDOW),
                List.of(ModelType.AUTO, ModelType.HISTOGRAM),
                training,
                done -> {});
    }

    private static long timeOf(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(',')));
    }
}
