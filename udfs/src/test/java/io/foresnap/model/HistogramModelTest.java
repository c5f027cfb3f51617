package io.foresnap.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.features.Feature;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramModelTest {

    @Test
    void aPartitionWithManyGapsIsJudgedByItsOwn() {
        PartitionFeatures features = with(1000, 300);

        assertThat(new HistogramModel().probability(features)).isBetween(0.29, 0.31);
    }

    @Test
    void aPartitionWithoutGapsIsJudgedByWhatIsUsual() {
        HistogramModel model = new HistogramModel();
        List<TrainingExample> tick = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tick.add(new TrainingExample(with(0, 0), i % 4 == 0, 1));
        }

        for (int i = 0; i < 50; i++) {
            model.learn(tick);
        }

        assertThat(model.probability(with(0, 0))).isBetween(0.24, 0.26);
    }

    @Test
    void thePrefetchOfAnOldPartitionIsLessLikelyThanOfAYoungOneBeforeAnythingIsLearned() {
        HistogramModel model = new HistogramModel();

        double young = model.probability(Examples.features("t", 0, -2, -1));
        double old = model.probability(Examples.features("t", 0, 8, -1));

        assertThat(young).isGreaterThan(old);
    }

    @Test
    void theStrengthOfShrinkingFollowsTheLoss() {
        HistogramModel model = new HistogramModel();
        // Own gaps say .9, truth and the usual say .1: shrinking hard is right.
        List<TrainingExample> tick = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tick.add(new TrainingExample(with(10, 9), i % 10 == 0, 1));
        }
        double before = model.probability(with(10, 9));

        for (int i = 0; i < 50; i++) {
            model.learn(tick);
        }

        assertThat(before).isGreaterThan(0.7);
        assertThat(model.probability(with(10, 9))).isLessThan(0.2);
    }

    @Test
    void aRestoredModelIsTheSame() {
        HistogramModel model = new HistogramModel();
        model.learn(Examples.tick(0));
        HistogramModel restored = new HistogramModel();

        restored.restore(model.snapshot());

        assertThat(restored.snapshot()).isEqualTo(model.snapshot());
    }

    @Test
    void aTickThatIsNotFiniteIsSkippedAndCounted() {
        HistogramModel model = new HistogramModel();
        TrainingExample broken = new TrainingExample(with(1, 1), true, Double.NaN);

        model.learn(List.of(broken));

        assertThat(model.nonFiniteUpdates()).isEqualTo(1);
        assertThat(model.probability(with(1, 1))).isFinite();
    }

    private static PartitionFeatures with(float survivors, float arrivals) {
        PartitionFeatures features = Examples.features("t", 0, 1, -1);
        features.values()[Feature.SURVIVORS.ordinal()] = survivors;
        features.values()[Feature.ARRIVALS.ordinal()] = arrivals;
        return features;
    }
}
