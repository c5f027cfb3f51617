package io.foresnap.replay.predict;

import io.foresnap.model.Models;
import io.foresnap.options.ModelType;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * What the job's models predict on a trace.
 *
 * @param models each model, in the order asked for, and the members of the mixture
 * @param variants where versions are published, the first model trained continuously instead; else
 *     the mixture with other members
 * @param featureMicrosEach CPU time of making one partition's features at a tick, microseconds
 */
public record Predictions(
        List<Predicted> models, List<Predicted> variants, double featureMicrosEach) {

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
        return trainingInterval.isZero()
                ? continuous(new Prequential(trace, grid), grid, entities, types, done)
                : published(
                        new Prequential(trace, grid),
                        grid,
                        entities,
                        types,
                        trainingInterval.toMillis(),
                        done);
    }

    private static Predictions continuous(
            Prequential prequential,
            TickGrid grid,
            int entities,
            List<ModelType> types,
            IntConsumer done)
            throws InterruptedException {
        Set<ModelType> all = new LinkedHashSet<>(types);
        boolean mixed = all.contains(ModelType.AUTO);
        if (mixed) {
            all.addAll(Models.MEMBERS);
        }
        Map<ModelType, LearningContender> contenders = new LinkedHashMap<>();
        for (ModelType type : all) {
            if (type != ModelType.AUTO) {
                contenders.put(type, new LearningContender(type, grid, entities));
            }
        }
        List<Mixtures> mixtures = new ArrayList<>();
        List<Contender> followers = new ArrayList<>();
        if (mixed) {
            mixtures.add(new Mixtures(contenders, grid, entities));
            followers.addAll(mixtures.get(0).followers());
        }
        prequential.play(List.copyOf(contenders.values()), followers, done);
        List<Predicted> predicted = new ArrayList<>();
        contenders.values().forEach(contender -> predicted.add(contender.predicted()));
        List<Predicted> others = new ArrayList<>();
        for (Mixtures made : mixtures) {
            predicted.add(types.indexOf(ModelType.AUTO), made.mixture());
            others.addAll(made.others());
        }
        return new Predictions(
                List.copyOf(predicted), List.copyOf(others), prequential.featureMicrosEach());
    }

    private static Predictions published(
            Prequential prequential,
            TickGrid grid,
            int entities,
            List<ModelType> types,
            long intervalMs,
            IntConsumer done)
            throws InterruptedException {
        TwofoldContender first = new TwofoldContender(types.get(0), grid, entities, intervalMs);
        List<Contender> contenders = new ArrayList<>(List.of(first));
        for (ModelType type : types.subList(1, types.size())) {
            contenders.add(new PublishedContender(type, grid, entities, intervalMs));
        }
        prequential.play(contenders, List.of(), done);
        List<Predicted> models = new ArrayList<>();
        models.add(first.published());
        contenders.subList(1, types.size()).forEach(c -> models.add(c.predicted()));
        return new Predictions(
                List.copyOf(models),
                List.of(first.predicted().named(types.get(0) + ", continuous")),
                prequential.featureMicrosEach());
    }

    /** What one model predicts that learns continuously. */
    public static Probabilities quick(Trace trace, TickGrid grid, ModelType type)
            throws InterruptedException {
        LearningContender only = new LearningContender(type, grid, trace.entities().size());
        new Prequential(trace, grid).play(List.of(only), List.of(), done -> {});
        return only.probabilities();
    }
}
