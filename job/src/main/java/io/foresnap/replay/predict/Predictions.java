package io.foresnap.replay.predict;

import io.foresnap.model.Models;
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
        int entities = trace.entities().size();
        boolean continuous = trainingInterval.isZero();
        List<Contender> contenders = new ArrayList<>();
        for (ModelType type : types) {
            contenders.add(
                    continuous
                            ? learning(type, type.name(), grid, entities)
                            : published(type, type.name(), grid, entities, trainingInterval));
        }
        ModelType first = types.get(0);
        Duration usual = ForesnapOptions.TRAINING_INTERVAL.defaultValue();
        contenders.add(
                continuous
                        ? published(first, first + ", published", grid, entities, usual)
                        : learning(first, first + ", continuous", grid, entities));
        Prequential prequential = new Prequential(trace, grid);
        prequential.play(contenders, done);
        List<Predicted> predicted = contenders.stream().map(Contender::predicted).toList();
        return new Predictions(
                predicted.subList(0, types.size()),
                predicted.get(types.size()),
                prequential.featureMicrosEach());
    }

    /** What one model predicts that learns continuously. */
    public static Probabilities quick(Trace trace, TickGrid grid, ModelType type)
            throws InterruptedException {
        Contender only = learning(type, type.name(), grid, trace.entities().size());
        new Prequential(trace, grid).play(List.of(only), done -> {});
        return only.predicted().probabilities();
    }

    private static Contender learning(ModelType type, String name, TickGrid grid, int entities) {
        return new LearningContender(
                name, Models.create(type), new Probabilities(grid.ticks(), entities));
    }

    private static Contender published(
            ModelType type, String name, TickGrid grid, int entities, Duration interval) {
        return new PublishedContender(
                type, name, grid, new Probabilities(grid.ticks(), entities), interval.toMillis());
    }
}
