package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.options.ModelType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {

    private static final long INTERVAL = 12 * Examples.WINDOW_MS;

    @Test
    void theFirstVersionIsPublishedAsSoonAsThereIsAnyLearning() {
        Training training = new Training(ModelType.LOGISTIC, INTERVAL);

        ModelUpdate update = training.learn(Examples.WINDOW_MS, Examples.tick(0));

        assertThat(update).isNotNull().extracting(ModelUpdate::version).isEqualTo(1L);
        assertThat(update).isNotNull().extracting(ModelUpdate::examples).isEqualTo(50L);
    }

    @Test
    void furtherVersionsComeAtTheTrainingInterval() {
        Training training = new Training(ModelType.LOGISTIC, INTERVAL);
        List<Long> published = new ArrayList<>();

        for (int tick = 0; tick < 50; tick++) {
            ModelUpdate update = training.learn(tick * Examples.WINDOW_MS, Examples.tick(tick));
            if (update != null) {
                published.add(update.tickMs() / Examples.WINDOW_MS);
            }
        }

        assertThat(published).startsWith(0L, 12L, 24L);
    }

    @Test
    void aVersionThatIsWorseThanThePublishedOneIsHeldBackUntilItRecovers() {
        TestingModel learner = new TestingModel(0.8);
        TestingModel published = new TestingModel(0.5);
        Training training = new Training(ModelType.AUTO, INTERVAL, learner, published);

        train(training, 0, 13);
        long good = training.version();
        learner.answer = 0.6;
        train(training, 13, 40);
        long whileWorse = training.version();
        long age = training.ageMs();
        double inUse = published.answer;
        learner.answer = 0.9;
        train(training, 40, 100);

        assertThat(good).isEqualTo(2);
        assertThat(whileWorse).isEqualTo(good);
        assertThat(inUse).isEqualTo(0.8);
        assertThat(age).isEqualTo((39 - 12) * Examples.WINDOW_MS).isGreaterThan(INTERVAL);
        assertThat(training.refused()).isPositive();
        assertThat(training.version()).isGreaterThan(good);
        assertThat(published.answer).isEqualTo(0.9);
    }

    @Test
    void theGateComparesOnlyWhatBothHaveSeenSinceTheLastVersion() {
        PublishGate gate = new PublishGate(1000);

        gate.advanceTo(0);
        boolean unseen = gate.allows();
        gate.observe(0.9, 0.5, true, 1);
        boolean better = gate.allows();
        gate.observe(0.1, 0.5, true, 1);
        boolean worse = gate.allows();
        gate.published();
        boolean afterPublishing = gate.allows();

        assertThat(List.of(unseen, better, worse, afterPublishing))
                .containsExactly(false, true, false, false);
    }

    @Test
    void theGateForgetsAnOldMistakeByItsHalfLife() {
        PublishGate gate = new PublishGate(1000);
        gate.advanceTo(0);
        gate.observe(0.1, 0.5, true, 1);

        gate.advanceTo(10_000);
        gate.observe(0.6, 0.5, true, 1);

        assertThat(gate.allows()).isTrue();
        assertThat(gate.logLoss()).isCloseTo(-Math.log(0.6), within(0.01));
    }

    @Test
    void aCandidateWithoutANumberIsNotPublished() {
        PublishGate gate = new PublishGate(1000);
        gate.advanceTo(0);

        gate.observe(Double.NaN, 0.5, true, 1);

        assertThat(gate.allows()).isFalse();
    }

    @Test
    void lossesAreClippedAndSquared() {
        assertThat(Losses.log(0, true)).isCloseTo(-Math.log(1e-6), within(1e-9));
        assertThat(Losses.log(0.25, false)).isCloseTo(-Math.log(0.75), within(1e-12));
        assertThat(Losses.brier(0.25, true)).isCloseTo(0.5625, within(1e-12));
    }

    @Test
    void calibrationComparesPredictedWithObservedInTenBins() {
        Calibration calibration = new Calibration();

        calibration.observe(0.32, true, 1);
        calibration.observe(0.38, false, 1);
        calibration.observe(1, true, 1);

        assertThat(calibration.predicted(3)).isCloseTo(0.35, within(1e-12));
        assertThat(calibration.observed(3)).isCloseTo(0.5, within(1e-12));
        assertThat(calibration.count(9)).isEqualTo(1);
        assertThat(calibration.predicted(0)).isNaN();
    }

    @Test
    void anInterruptedTrainingContinuesBitForBit() {
        Training whole = new Training(ModelType.AUTO, INTERVAL);
        Training part = new Training(ModelType.AUTO, INTERVAL);
        for (int tick = 0; tick < 40; tick++) {
            whole.learn(tick * Examples.WINDOW_MS, Examples.tick(tick));
            part.learn(tick * Examples.WINDOW_MS, Examples.tick(tick));
            Training restarted = new Training(ModelType.AUTO, INTERVAL);
            restarted.restore(part.snapshot());
            part = restarted;
        }

        assertThat(part.snapshot()).isEqualTo(whole.snapshot());
    }

    @Test
    void anotherModelsCheckpointLeavesThisOneAsItWas() {
        Training logistic = new Training(ModelType.LOGISTIC, INTERVAL);
        train(logistic, 0, 5);
        Training auto = new Training(ModelType.AUTO, INTERVAL);
        byte[] untrained = auto.snapshot();

        String saved = auto.restore(logistic.snapshot());

        assertThat(saved).startsWith("LOGISTIC on features ");
        assertThat(auto.snapshot()).isEqualTo(untrained);
        assertThat(logistic.examples()).isEqualTo(5);
    }

    @Test
    void aCheckpointOfOtherFeaturesLeavesTheModelAsItWas() {
        byte[] ofOneFeature =
                ModelBytes.write(
                        out -> {
                            out.writeUTF("LOGISTIC on features 0");
                            out.writeLong(77);
                        });
        Training logistic = new Training(ModelType.LOGISTIC, INTERVAL);
        byte[] untrained = logistic.snapshot();

        logistic.restore(ofOneFeature);

        assertThat(logistic.snapshot()).isEqualTo(untrained);
    }

    /** One requested partition a tick. */
    private static void train(Training training, int fromTick, int toTick) {
        for (int tick = fromTick; tick < toTick; tick++) {
            long tickMs = tick * Examples.WINDOW_MS;
            PartitionFeatures features = Examples.features("t", tickMs, 0, 0);
            training.learn(tickMs, List.of(new TrainingExample(features, true, 1)));
        }
    }
}
