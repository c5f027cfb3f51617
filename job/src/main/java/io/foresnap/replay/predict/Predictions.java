package io.foresnap.replay.predict;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What the job's models predict on a trace.
 *
 * @param models each model, in the order asked for
 * @param variant the first of them trained the other way: by published versions where the models
 *     learn continuously, and continuously where they publish versions
 * @param featureMicrosEach CPU time of making one partition's features at a tick, microseconds
 */
public record Predictions(List<Predicted> models, Predicted variant, double featureMicrosEach) {

    /**
     * Plays the trace through the models.
     *
     * @param types at least one; the first is the one that the job would use
     * @param trainingInterval least time between published versions; zero when models are to use
     *     what they have learned from a window as soon as it has closed
     * @param done told how many ticks are done
     */
    public static Predictions of(
            Trace trace,
            TickGrid grid,
            List<ModelType> types,
            Duration trainingInterval,
            IntConsumer done)
            throws InterruptedException {
        boolean continuous = trainingInterval.isZero();
        Duration usual = ForesnapOptions.TRAINING_INTERVAL.defaultValue();
        long publishMs = (continuous ? usual : trainingInterval).toMillis();
        int entities = trace.entities().size();
        TwofoldContender first = new TwofoldContender(types.get(0), grid, entities, publishMs);
        List<Contender> contenders = new ArrayList<>(List.of(first));
        for (ModelType type : types.subList(1, types.size())) {
            contenders.add(
                    continuous
                            ? new LearningContender(type, grid, entities)
                            : new PublishedContender(type, grid, entities, publishMs));
        }
        Prequential prequential = new Prequential(trace, grid);
        prequential.play(contenders, done);
        List<Predicted> models = new ArrayList<>();
        models.add(continuous ? first.predicted() : first.published());
        contenders.subList(1, types.size()).forEach(c -> models.add(c.predicted()));
        return new Predictions(
                List.copyOf(models),
                continuous
                        ? first.published().named(types.get(0) + ", published")
                        : first.predicted().named(types.get(0) + ", continuous"),
                prequential.featureMicrosEach());
    }

    /** What one model predicts that learns continuously. */
    public static Probabilities quick(Trace trace, TickGrid grid, ModelType type)
            throws InterruptedException {
        Contender only = new LearningContender(type, grid, trace.entities().size());
        new Prequential(trace, grid).play(List.of(only), done -> {});
        return only.predicted().probabilities();
    }
}
