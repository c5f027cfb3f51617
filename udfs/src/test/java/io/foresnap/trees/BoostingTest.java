package io.foresnap.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class BoostingTest {

    private static final int FEATURES = 4;
    private static final BoostingSettings SETTINGS =
            new BoostingSettings(80, 8, 0.15, 1, 2, 1, 0.8);

    @Test
    void findsAnInteractionThatNoFeatureShowsAlone() {
        // Exclusive or: each feature alone says nothing.
        ToDoubleFunction<byte[]> truth = row -> row[0] < 32 ^ row[2] < 20 ? 0.9 : 0.1;

        Forest forest = Boosting.grow(rows(20_000, truth, 1), SETTINGS, 1);

        assertThat(probability(forest, 10, 0, 10, 0)).isCloseTo(0.1, within(0.05));
        assertThat(probability(forest, 10, 0, 50, 0)).isCloseTo(0.9, within(0.05));
        assertThat(probability(forest, 50, 63, 10, 9)).isCloseTo(0.9, within(0.05));
        assertThat(probability(forest, 50, 63, 50, 9)).isCloseTo(0.1, within(0.05));
    }

    @Test
    void rowsThatStandForManyLeaveProbabilitiesWhatTheyAre() {
        ToDoubleFunction<byte[]> truth = row -> row[1] < 16 ? 0.3 : 0.02;
        Rows all = rows(40_000, truth, 2);

        Forest forest = Boosting.grow(everyFourthWithoutRequest(all), SETTINGS, 1);

        assertThat(probability(forest, 0, 5, 0, 0)).isCloseTo(0.3, within(0.03));
        assertThat(probability(forest, 0, 40, 0, 0)).isCloseTo(0.02, within(0.008));
    }

    @Test
    void equalRowsAndSeedGiveEqualTreesAndAnotherSeedOthers() throws IOException {
        Rows rows = rows(3_000, row -> row[0] / 64.0, 3);

        byte[] first = bytes(Boosting.grow(rows, SETTINGS, 7));

        assertThat(bytes(Boosting.grow(rows, SETTINGS, 7))).isEqualTo(first);
        assertThat(bytes(Boosting.grow(rows, SETTINGS, 8))).isNotEqualTo(first);
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Forest forest = Boosting.grow(rows(3_000, row -> row[0] / 64.0, 3), SETTINGS, 7);

        Forest read = read(bytes(forest));

        byte[] row = {40, 3, 60, 1};
        assertThat(read.logOdds(row)).isEqualTo(forest.logOdds(row));
        assertThat(read.size()).isEqualTo(SETTINGS.trees());
    }

    @Test
    void aTreeThatWouldNeverEndIsRefused() throws IOException {
        byte[] bytes = bytes(Boosting.grow(rows(3_000, row -> row[0] / 64.0, 3), SETTINGS, 7));
        // Base, number of trees, nodes of the first; then its root's feature, bin and left child.
        int leftOfRoot = Double.BYTES + Integer.BYTES + Short.BYTES + 2;
        bytes[leftOfRoot] = 0;
        bytes[leftOfRoot + 1] = 0;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("damaged");
    }

    @Test
    void withoutAnythingToTellRowsApartThereIsOneLeaf() {
        Rows rows = new Rows(new byte[400], FEATURES, ofLabel(100, 25), filled(new float[100], 1));

        Forest forest = Boosting.grow(rows, SETTINGS, 1);

        assertThat(probability(forest, 0, 0, 0, 0)).isCloseTo(0.25, within(0.03));
    }

    private static double probability(Forest forest, int... bins) {
        byte[] row = new byte[bins.length];
        for (int i = 0; i < bins.length; i++) {
            row[i] = (byte) bins[i];
        }
        return 1 / (1 + Math.exp(-forest.logOdds(row)));
    }

    private static Rows rows(int count, ToDoubleFunction<byte[]> truth, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bins = new byte[count * FEATURES];
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            byte[] row = new byte[FEATURES];
            for (int j = 0; j < FEATURES; j++) {
                row[j] = (byte) random.nextInt(Rows.BINS);
            }
            System.arraycopy(row, 0, bins, i * FEATURES, FEATURES);
            labels[i] = random.nextDouble() < truth.applyAsDouble(row) ? 1 : 0;
        }
        return new Rows(bins, FEATURES, labels, filled(new float[count], 1));
    }

    private static Rows everyFourthWithoutRequest(Rows all) {
        byte[] bins = new byte[all.bins().length];
        float[] labels = new float[all.count()];
        float[] weights = new float[all.count()];
        int n = 0;
        for (int i = 0; i < all.count(); i++) {
            boolean requested = all.labels()[i] == 1;
            if (requested || i % 4 == 0) {
                System.arraycopy(all.bins(), i * FEATURES, bins, n * FEATURES, FEATURES);
                labels[n] = all.labels()[i];
                weights[n++] = requested ? 1 : 4;
            }
        }
        return new Rows(
                Arrays.copyOf(bins, n * FEATURES),
                FEATURES,
                Arrays.copyOf(labels, n),
                Arrays.copyOf(weights, n));
    }

    private static float[] ofLabel(int count, int ones) {
        float[] labels = new float[count];
        Arrays.fill(labels, 0, ones, 1);
        return labels;
    }

    private static float[] filled(float[] values, float value) {
        Arrays.fill(values, value);
        return values;
    }

    private static byte[] bytes(Forest forest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        forest.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Forest read(byte[] bytes) throws IOException {
        return Forest.read(new DataInputStream(new ByteArrayInputStream(bytes)), FEATURES);
    }
}
