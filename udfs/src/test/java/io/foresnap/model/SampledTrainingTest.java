package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.features.Playback;
import io.foresnap.features.TrainingExample;
import io.foresnap.history.Access;
import io.foresnap.options.ModelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models that learn from sampled examples give the probabilities of what was not sampled. */
class SampledTrainingTest {

    private static final long WINDOW_MS = 300_000;
    private static final int PARTITIONS = 600;
    private static final int TICKS = 150;

    /** Predicted and happened in the second half, and how many examples a tick yielded. */
    private record Outcome(double predicted, double happened, double loss, int mostExamples) {}

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void probabilitiesStayCalibrated(ModelType type) {
        Outcome all = play(type, Integer.MAX_VALUE);
        Outcome sampled = play(type, 120);

        assertThat(all.mostExamples()).isEqualTo(PARTITIONS);
        assertThat(sampled.mostExamples()).isLessThan(160);
        assertThat(sampled.predicted() / sampled.happened())
                .isCloseTo(all.predicted() / all.happened(), within(0.06));
        assertThat(sampled.predicted() / sampled.happened()).isCloseTo(1, within(0.1));
        assertThat(sampled.loss()).isCloseTo(all.loss(), within(0.1 * all.loss()));
    }

    private static Outcome play(ModelType type, int mostExamples) {
        Random random = new Random(1);
        Playback sampled = new Playback(WINDOW_MS, mostExamples);
        Playback whole = new Playback(WINDOW_MS);
        OnlineModel model = Models.create(type);
        double predicted = 0;
        double happened = 0;
        double loss = 0;
        int most = 0;
        for (int tick = 0; tick < TICKS; tick++) {
            for (Access access : accesses(random, tick)) {
                // The requester tells the partition: the test has no other use of it.
                sampled.hear("t", access.requester(), access);
                whole.hear("t", access.requester(), access);
            }
            long tickMs = (tick + 1) * WINDOW_MS;
            List<TrainingExample> examples = sampled.tick(tickMs).closed();
            for (TrainingExample example : whole.tick(tickMs).closed()) {
                double p = model.probability(example.features());
                if (tick >= TICKS / 2) {
                    predicted += p;
                    happened += example.label();
                    loss += Losses.log(p, example.requested());
                }
            }
            if (!examples.isEmpty()) {
                model.learn(examples);
            }
            most = Math.max(most, examples.size());
        }
        return new Outcome(predicted, happened, loss, most);
    }

    /** Each partition has a rate of its own, from one in 5 to one in 100 windows. */
    private static List<Access> accesses(Random random, int tick) {
        List<Access> accesses = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            double p = tick == 0 ? 1 : 0.01 * Math.pow(20, (double) partition / PARTITIONS);
            if (random.nextDouble() < p) {
                long timeMs = tick * WINDOW_MS + random.nextInt((int) WINDOW_MS);
                accesses.add(new Access(timeMs, 0, partition));
            }
        }
        return accesses;
    }
}
