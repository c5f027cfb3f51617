package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.options.ModelType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MixtureModelTest {

    @Test
    void aMemberThatDoesHarmGetsNoWeight() {
        MixtureModel mixture = new MixtureModel(List.of(new Backwards(), new LogisticModel()));

        for (int tick = 0; tick < 50; tick++) {
            mixture.learn(Examples.tick(tick));
        }

        assertThat(mixture.weights()[0]).isZero();
        assertThat(mixture.weights()[1] + mixture.weights()[2]).isCloseTo(1, within(1e-12));
    }

    @Test
    void aMemberWithoutAnAnswerDoesNotSpoilTheOthers() {
        MixtureModel mixture =
                new MixtureModel(List.of(new TestingModel(Double.NaN), new LogisticModel()));

        for (int tick = 0; tick < 10; tick++) {
            mixture.learn(Examples.tick(tick));
        }

        assertThat(mixture.probability(Examples.features("t", 0, 1, 1))).isBetween(0.0, 1.0);
        assertThat(mixture.weights()[0]).isZero();
    }

    @Test
    void theMixtureIsAboutAsGoodAsItsBestMember() {
        LogisticModel logistic = new LogisticModel();
        OnlineModel mixture = Models.create(ModelType.AUTO);

        for (int tick = 0; tick < 100; tick++) {
            logistic.learn(Examples.tick(tick));
            mixture.learn(Examples.tick(tick));
        }

        assertThat(Examples.loss(mixture, 1000, 1050))
                .isLessThan(Examples.loss(logistic, 1000, 1050) + 0.005);
    }

    @Test
    void thePoolCalibratesAMemberThatIsTooSure() {
        OddsPool pool = new OddsPool(1, 1, 0);
        Random random = new Random(3);

        for (int tick = 0; tick < 200; tick++) {
            for (int i = 0; i < 50; i++) {
                double truth = 2 * random.nextGaussian();
                boolean requested = random.nextDouble() < Odds.sigmoid(truth);
                pool.observe(0, new double[] {2 * truth + 1}, requested ? 1 : 0, 1);
            }
            pool.step();
        }

        for (double truth : new double[] {-2, 0, 2}) {
            assertThat(pool.probability(0, new double[] {2 * truth + 1}))
                    .isCloseTo(Odds.sigmoid(truth), within(0.03));
        }
    }

    @Test
    void thePoolTrustsDifferentMembersForDifferentKinds() {
        OddsPool pool = new OddsPool(2, 2, 0);
        Random random = new Random(4);

        for (int tick = 0; tick < 200; tick++) {
            for (int i = 0; i < 50; i++) {
                double truth = 2 * random.nextGaussian();
                double noise = 2 * random.nextGaussian();
                int kind = i % 2;
                double[] opinions = kind == 0 ? of(truth, noise) : of(noise, truth);
                boolean requested = random.nextDouble() < Odds.sigmoid(truth);
                pool.observe(kind, opinions, requested ? 1 : 0, 1);
            }
            pool.step();
        }

        assertThat(pool.probability(0, of(2, -2))).isCloseTo(Odds.sigmoid(2), within(0.05));
        assertThat(pool.probability(1, of(-2, 2))).isCloseTo(Odds.sigmoid(2), within(0.05));
    }

    @Test
    void binsCorrectWhatIsTooHighInOnePlaceAndTooLowInAnother() {
        BinCalibration bins = new BinCalibration();
        Random random = new Random(5);

        for (int tick = 0; tick < 300; tick++) {
            bins.age();
            for (int i = 0; i < 100; i++) {
                boolean low = i % 2 == 0;
                double said = low ? Odds.sigmoid(-2) : Odds.sigmoid(3);
                double truth = low ? 0.2 : 0.8;
                bins.observe(said, random.nextDouble() < truth ? 1 : 0, 1);
            }
        }

        assertThat(bins.correct(Odds.sigmoid(-2))).isCloseTo(0.2, within(0.02));
        assertThat(bins.correct(Odds.sigmoid(3))).isCloseTo(0.8, within(0.02));
        assertThat(bins.correct(Odds.sigmoid(-7))).isCloseTo(Odds.sigmoid(-7), within(1e-6));
    }

    private static double[] of(double first, double second) {
        return new double[] {first, second};
    }

    /** Says the opposite of the hazard. */
    private static final class Backwards extends TestingModel {
        Backwards() {
            super(0);
        }

        @Override
        public double probability(PartitionFeatures features) {
            return 1 - new LogisticModel().probability(features);
        }
    }
}
