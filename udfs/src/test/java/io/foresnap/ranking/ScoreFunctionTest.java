package io.foresnap.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.BroadcastHarness;
import io.foresnap.event.BackupRequest;
import io.foresnap.features.ExpectedRequest;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.history.LikelyTarget;
import io.foresnap.model.Examples;
import io.foresnap.model.ModelUpdate;
import io.foresnap.model.Models;
import io.foresnap.model.OnlineModel;
import io.foresnap.model.StateCarrier;
import io.foresnap.options.ModelType;
import io.foresnap.options.PrefetchOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScoreFunctionTest {

    private static final ModelType TYPE = ModelType.AUTO;
    private static final PartitionFeatures FEATURES = Examples.features("t", 100, 1, 1);

    private static final Valuation BY_PROBABILITY =
            new Valuation(PrefetchOrder.PROBABILITY, Duration.ZERO, 1);

    @RegisterExtension
    private final BroadcastHarness<PartitionFeatures, ModelUpdate, Prediction> scores =
            new BroadcastHarness<>(ScoreFunction.descriptor(), PartitionFeatures::key);

    @Test
    void beforeTheFirstVersionTheUntrainedModelAnswers() throws Exception {
        var score = start(null);

        score.processElement(FEATURES, 100);

        double untrained = Models.create(TYPE).probability(FEATURES);
        assertThat(score.extractOutputValues())
                .containsExactly(
                        Prediction.ofProbability("t", 0, 100, 100 + Examples.WINDOW_MS, untrained));
    }

    @Test
    void everyLikelyTargetIsAPredictionWithItsShareOfTheValue() throws Exception {
        ExpectedRequest expected =
                new ExpectedRequest(
                        1,
                        4000,
                        2,
                        List.of(
                                new LikelyTarget(BackupRequest.LATEST, .6f),
                                new LikelyTarget(77, .3f)));
        var score = start(null);

        score.processElement(Examples.of("t", FEATURES, expected), 100);

        double p = Models.create(TYPE).probability(FEATURES);
        long end = 100 + Examples.WINDOW_MS;
        assertThat(score.extractOutputValues())
                .containsExactly(
                        new Prediction("t", 0, 100, end, p, p, 4000, BackupRequest.LATEST),
                        new Prediction("t", 0, 100, end, p, p * .3f, 4000, 77));
    }

    // Flink ML's online logistic regression never applies an update to scoring.
    @Test
    void anUpdateReachesScoring() throws Exception {
        OnlineModel trained = trained(20);
        var score = start(null);

        score.processBroadcastElement(update(1, 10, trained), 10);
        score.processElement(FEATURES, 100);

        assertThat(probability(score)).isEqualTo(trained.probability(FEATURES));
        assertThat(probability(score)).isNotEqualTo(Models.create(TYPE).probability(FEATURES));
    }

    @Test
    void theNewestUpdateCountsInWhateverOrderTheyCome() throws Exception {
        OnlineModel newer = trained(20);
        var score = start(null);

        score.processBroadcastElement(update(2, 20, newer), 10);
        score.processBroadcastElement(update(1, 10, trained(3)), 10);
        score.processElement(FEATURES, 100);

        assertThat(probability(score)).isEqualTo(newer.probability(FEATURES));
    }

    @Test
    void theModelSurvivesARestart() throws Exception {
        OnlineModel trained = trained(20);
        var before = start(null);
        before.processBroadcastElement(update(1, 10, trained), 10);

        var after = start(before.snapshot(1, 1));
        after.processElement(FEATURES, 100);

        assertThat(probability(after)).isEqualTo(trained.probability(FEATURES));
    }

    @Test
    void whatTheNetworkCarriesSurvivesARestart() throws Exception {
        List<PartitionFeatures> ticks = Examples.sequence(2, 40);
        OnlineModel model = Models.create(TYPE);
        StateCarrier states = new StateCarrier(model);
        for (PartitionFeatures features : ticks) {
            boolean requested = features.accesses() % 3 == 0;
            model.learn(List.of(new TrainingExample(states.carry(features), requested, 1)));
        }
        StateCarrier uninterrupted = new StateCarrier(model);
        var before = start(null);
        before.processBroadcastElement(update(1, 10, model), 10);
        for (PartitionFeatures features : ticks.subList(0, 39)) {
            before.processElement(features, features.tickMs());
            uninterrupted.carry(features);
        }

        var after = start(before.snapshot(1, 1));
        after.processElement(ticks.get(39), ticks.get(39).tickMs());

        PartitionFeatures last = uninterrupted.carry(ticks.get(39));
        assertThat(last.before()).isNotEmpty();
        assertThat(probability(after)).isEqualTo(model.probability(last));
        assertThat(probability(after)).isNotEqualTo(model.probability(ticks.get(39)));
    }

    @Test
    void aCorruptOrForeignUpdateIsIgnored() throws Exception {
        OnlineModel trained = trained(20);
        var score = start(null);
        score.processBroadcastElement(update(1, 10, trained), 10);
        byte[] half = Arrays.copyOf(trained(30).parameters(), 1000);

        score.processBroadcastElement(new ModelUpdate(2, TYPE, 20, half, 0, 0, 0, 0), 20);
        score.processBroadcastElement(
                new ModelUpdate(3, ModelType.LOGISTIC, 30, trained.parameters(), 0, 0, 0, 0), 30);
        score.processBroadcastElement(
                new ModelUpdate(4, TYPE, 17, 40, trained(30).parameters(), 0, 0, 0, 0), 40);
        score.processElement(FEATURES, 100);

        assertThat(probability(score)).isEqualTo(trained.probability(FEATURES));
    }

    private static OnlineModel trained(int ticks) {
        OnlineModel model = Models.create(TYPE);
        for (int tick = 0; tick < ticks; tick++) {
            model.learn(Examples.tick(tick));
        }
        return model;
    }

    private static ModelUpdate update(long version, long tickMs, OnlineModel model) {
        return new ModelUpdate(version, TYPE, tickMs, model.parameters(), 0.1, 0.1, 50, 5);
    }

    private static double probability(
            KeyedBroadcastOperatorTestHarness<?, ?, ?, Prediction> score) {
        return score.extractOutputValues().get(0).probability();
    }

    private KeyedBroadcastOperatorTestHarness<String, PartitionFeatures, ModelUpdate, Prediction>
            start(@Nullable OperatorSubtaskState from) throws Exception {
        return scores.start(new ScoreFunction(TYPE, BY_PROBABILITY, Duration.ofDays(90)), from);
    }
}
