package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.ml.linalg.BLAS;
import org.apache.flink.ml.linalg.DenseVector;
import org.apache.flink.ml.linalg.SparseVector;
import org.apache.flink.ml.linalg.typeinfo.DenseVectorSerializer;
import org.junit.jupiter.api.Test;

class LogisticModelTest {

    @Test
    void anUntrainedModelAnswersWithTheHazard() {
        PartitionFeatures features = Examples.features("t", 0, 1, -1.5);

        assertThat(new LogisticModel().probability(features))
                .isCloseTo(Odds.sigmoid(-1.5), within(1e-6));
    }

    @Test
    void trainingLowersTheLossOnExamplesNotSeen() {
        LogisticModel model = new LogisticModel();
        double before = Examples.loss(model, 1000, 1020);

        for (int tick = 0; tick < 100; tick++) {
            model.learn(Examples.tick(tick));
        }

        assertThat(Examples.loss(model, 1000, 1020)).isLessThan(before - 0.1);
    }

    // Flink ML's online logistic regression mishandles the weight of a sample.
    @Test
    void anExampleOfWeightTwoTeachesExactlyWhatTwoExamplesTeach() {
        LogisticModel weighted = new LogisticModel();
        LogisticModel doubled = new LogisticModel();

        for (int tick = 0; tick < 20; tick++) {
            TrainingExample example = Examples.tick(tick).get(0);
            weighted.learn(
                    List.of(new TrainingExample(example.features(), example.requested(), 2)));
            doubled.learn(List.of(example, example));
        }

        assertThat(weighted.snapshot()).isEqualTo(doubled.snapshot());
    }

    @Test
    void anExampleOfWeightZeroTeachesNothing() {
        LogisticModel model = new LogisticModel();
        TrainingExample example = Examples.tick(0).get(0);
        byte[] before = model.parameters();

        model.learn(List.of(new TrainingExample(example.features(), example.requested(), 0)));

        assertThat(LogisticCoefficients.decode(model.parameters(), FeatureEncoder.DIMENSION))
                .isEqualTo(LogisticCoefficients.decode(before, FeatureEncoder.DIMENSION));
    }

    // Flink ML's online logistic regression loses its accumulators in a failure.
    @Test
    void aRestoredModelLearnsOnBitForBit() {
        LogisticModel whole = new LogisticModel();
        LogisticModel first = new LogisticModel();
        LogisticModel second = new LogisticModel();

        for (int tick = 0; tick < 40; tick++) {
            whole.learn(Examples.tick(tick));
            (tick < 17 ? first : second).learn(Examples.tick(tick));
            if (tick == 16) {
                second.restore(first.snapshot());
            }
        }

        assertThat(second.snapshot()).isEqualTo(whole.snapshot());
    }

    @Test
    void aTickThatIsNotFiniteIsSkippedAndCounted() {
        LogisticModel model = new LogisticModel();
        model.learn(Examples.tick(0));
        byte[] before = model.parameters();
        List<TrainingExample> broken = new ArrayList<>(Examples.tick(1));
        broken.add(new TrainingExample(Examples.features("t", 0, 0, Double.NaN), true, Double.NaN));

        model.learn(broken);

        assertThat(model.parameters()).isEqualTo(before);
        assertThat(model.nonFiniteUpdates()).isEqualTo(1);
    }

    @Test
    void parametersAreReadByFlinkMlsOwnSerializerAndGiveTheSameProbability() throws IOException {
        LogisticModel model = new LogisticModel();
        for (int tick = 0; tick < 5; tick++) {
            model.learn(Examples.tick(tick));
        }
        PartitionFeatures features = Examples.features("t", 0, 1, 1);

        DataInputViewStreamWrapper in =
                new DataInputViewStreamWrapper(new ByteArrayInputStream(model.parameters()));
        DenseVector coefficients = new DenseVectorSerializer().deserialize(in);
        long version = in.readLong();

        assertThat(version).isEqualTo(5);
        assertThat(in.available()).isZero();
        double margin = BLAS.dot(FeatureEncoder.encode(features), coefficients);
        assertThat(Odds.sigmoid(margin)).isEqualTo(model.probability(features));
    }

    @Test
    void corruptParametersAreRefused() {
        LogisticModel model = new LogisticModel();

        assertThatThrownBy(() -> model.load(new byte[10]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("coefficients");
    }

    @Test
    void anEncodedVectorIsWithinTheDimensionAndSpreadsEachFeatureOverItsNeighbours() {
        SparseVector encoded = FeatureEncoder.encode(Examples.features("t", 0, 1.3, 0.4));

        assertThat(encoded.size()).isEqualTo(FeatureEncoder.DIMENSION);
        for (double value : encoded.values) {
            assertThat(value).isBetween(-7.0, 7.0);
        }
    }
}
