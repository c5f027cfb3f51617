package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.trees.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayBufferTest {

    private static final PartitionFeatures NOTHING =
            new PartitionFeatures("t", 0, 0, 1, new float[0], new byte[0]);

    @Test
    void theShareOfRequestsStaysTrueOnALongStream() {
        ReplayBuffer buffer = new ReplayBuffer(500, 1);

        play(buffer, 20_000, 5);

        assertThat(shareOfRequested(buffer.rows())).isCloseTo(0.05, within(1e-3));
        assertThat(buffer.rows().count()).isEqualTo(1000);
    }

    @Test
    void aRateThatFellIsFollowed() {
        ReplayBuffer buffer = new ReplayBuffer(500, 1);

        play(buffer, 5_000, 50);
        play(buffer, 60_000, 2);

        assertThat(shareOfRequested(buffer.rows())).isCloseTo(0.02, within(2e-3));
    }

    @Test
    void drawnRowsWeighOneOnAverageAndLeaveTheShareWhatItIs() {
        ReplayBuffer buffer = new ReplayBuffer(500, 1);
        play(buffer, 1_000, 10);
        double[] sums = new double[2];
        SplittableRandom random = new SplittableRandom(3);

        for (int i = 0; i < 50_000; i++) {
            buffer.draw(
                    random,
                    0.4,
                    (rows, offset, happened, weight) -> sums[happened ? 1 : 0] += weight);
        }

        assertThat((sums[0] + sums[1]) / 50_000).isCloseTo(1, within(0.02));
        assertThat(sums[1] / (sums[0] + sums[1])).isCloseTo(0.1, within(0.01));
    }

    /** Half of the rows are 0 and count once, the other half are 1 and count four times. */
    @ParameterizedTest
    @ValueSource(ints = {1, 200})
    void rowsOfDifferentWeightStandForWhatTheyWeigh(int ticks) {
        ReplayBuffer played = new ReplayBuffer(500, 1);
        List<TrainingExample> tick = new ArrayList<>();
        byte[][] rows = new byte[400][1];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = (byte) (i % 2);
            tick.add(new TrainingExample(NOTHING, i % 4 < 2, i % 2 == 0 ? 1 : 4));
        }
        for (int i = 0; i < ticks; i++) {
            played.add(tick, rows);
        }
        ReplayBuffer buffer = new ReplayBuffer(500, 1);
        byte[] written = ModelBytes.write(played::write);
        ModelBytes.read(written, buffer::read);

        double[] sums = new double[2];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 50_000; i++) {
            buffer.draw(
                    random, 0.5, (all, offset, happened, weight) -> sums[all[offset]] += weight);
        }
        assertThat(sums[1] / (sums[0] + sums[1])).isCloseTo(0.8, within(0.03));
        Rows all = buffer.rows();
        double heavy = 0;
        for (int i = 0; i < all.count(); i++) {
            heavy += all.bins()[i] * all.weights()[i];
        }
        assertThat(heavy / all.count()).isCloseTo(0.8, within(0.03));
    }

    private static void play(ReplayBuffer buffer, int ticks, int requestedOfHundred) {
        List<TrainingExample> tick = new ArrayList<>();
        byte[][] rows = new byte[100][1];
        for (int i = 0; i < 100; i++) {
            tick.add(new TrainingExample(NOTHING, i < requestedOfHundred, 1));
        }
        for (int i = 0; i < ticks; i++) {
            buffer.add(tick, rows);
        }
    }

    private static double shareOfRequested(Rows rows) {
        double requested = 0;
        double all = 0;
        for (int i = 0; i < rows.count(); i++) {
            requested += rows.labels()[i] * rows.weights()[i];
            all += rows.weights()[i];
        }
        return requested / all;
    }
}
