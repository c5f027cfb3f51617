package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.features.Odds;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.options.ModelType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        OddsPool pool = new OddsPool(1, 0);
        Random random = new Random(3);

        for (int tick = 0; tick < 200; tick++) {
            for (int i = 0; i < 50; i++) {
                double truth = 2 * random.nextGaussian();
                boolean requested = random.nextDouble() < Odds.sigmoid(truth);
                pool.observe(new double[] {2 * truth + 1}, requested ? 1 : 0, 1);
            }
            pool.step();
        }

        for (double truth : new double[] {-2, 0, 2}) {
            assertThat(pool.probability(new double[] {2 * truth + 1}))
                    .isCloseTo(Odds.sigmoid(truth), within(0.03));
        }
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void equalInputGivesEqualBytesAlsoAfterARestore(ModelType type) {
        OnlineModel whole = Models.create(type);
        OnlineModel first = Models.create(type);
        OnlineModel second = Models.create(type);

        for (int tick = 0; tick < 30; tick++) {
            whole.learn(Examples.tick(tick));
            (tick < 11 ? first : second).learn(Examples.tick(tick));
            if (tick == 10) {
                second.restore(first.snapshot());
            }
        }

        assertThat(second.snapshot()).isEqualTo(whole.snapshot());
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void parametersAloneScoreTheSame(ModelType type) {
        OnlineModel model = Models.create(type);
        for (int tick = 0; tick < 30; tick++) {
            model.learn(Examples.tick(tick));
        }
        OnlineModel scoring = Models.create(type);

        scoring.load(model.parameters());

        for (TrainingExample example : Examples.tick(99)) {
            assertThat(scoring.probability(example.features()))
                    .isEqualTo(model.probability(example.features()));
        }
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
