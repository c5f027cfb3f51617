package io.foresnap.bench;

import io.foresnap.event.TablePartition;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Playback;
import io.foresnap.history.Access;
import io.foresnap.model.Models;
import io.foresnap.model.OnlineModel;
import io.foresnap.options.ModelType;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Entity;
import io.foresnap.replay.Trace.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Models that predict and learn their way through a trace: at every tick first learn, then predict.
 */
final class PredictionRun {

    /** One model on its way. */
    static final class Running {

        private final ModelType type;
        private final OnlineModel model;
        private final Probabilities given;
        private long nanos;
        private long predictions;

        private Running(ModelType type, int ticks, int entities) {
            this.type = type;
            this.model = Models.create(type);
            this.given = new Probabilities(ticks, entities);
        }

        ModelType type() {
            return type;
        }

        /** What it gave. */
        Probabilities given() {
            return given;
        }

        /** Learning and predicting, microseconds a prediction. */
        double microsPerPrediction() {
            return nanos / 1e3 / predictions;
        }
    }

    private final Trace trace;
    private final TickGrid grid;
    private final Map<TablePartition, Integer> numbers = new HashMap<>();
    private final List<Running> models;

    PredictionRun(Trace trace, TickGrid grid, List<ModelType> types) {
        this.trace = trace;
        this.grid = grid;
        List<Entity> entities = trace.entities();
        for (int i = 0; i < entities.size(); i++) {
            Entity entity = entities.get(i);
            numbers.put(new TablePartition(entity.table(), entity.number()), i);
        }
        models =
                types.stream()
                        .map(type -> new Running(type, grid.ticks(), entities.size()))
                        .toList();
    }

    /** Runs through the whole trace. */
    List<Running> run(IntConsumer tickDone) {
        Playback playback = new Playback(grid.windowMs());
        List<Request> requests = trace.requests();
        int next = 0;
        for (int tick = 0; tick < grid.ticks(); tick++) {
            long tickMs = grid.timeMs(tick);
            for (; next < requests.size() && requests.get(next).timeMs() < tickMs; next++) {
                hear(playback, requests.get(next));
            }
            Playback.Known known = playback.tick(tickMs);
            for (Running model : models) {
                step(model, tick, known);
            }
            tickDone.accept(tick);
        }
        return models;
    }

    private void hear(Playback playback, Request request) {
        Entity entity = trace.entities().get(request.entity());
        Access access = new Access(request.timeMs(), 0, request.requester().hashCode());
        playback.hear(entity.table(), entity.number(), access);
    }

    private void step(Running running, int tick, Playback.Known known) {
        long start = System.nanoTime();
        if (!known.closed().isEmpty()) {
            running.model.learn(known.closed());
        }
        for (PartitionFeatures features : known.made()) {
            running.given.set(tick, number(features), running.model.probability(features));
        }
        running.nanos += System.nanoTime() - start;
        running.predictions += known.made().size();
    }

    private int number(PartitionFeatures features) {
        TablePartition key = new TablePartition(features.table(), features.partition());
        return numbers.getOrDefault(key, -1);
    }
}
