package io.foresnap.replay.simulation;

import io.foresnap.features.Playback;
import io.foresnap.history.Access;
import io.foresnap.local.demo.workload.PlannedRequest;
import io.foresnap.local.demo.workload.TraceReader;
import io.foresnap.model.Models;
import io.foresnap.model.OnlineModel;
import io.foresnap.options.ModelType;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Traces for tests. */
final class TestingTraces {

    private TestingTraces() {}

    static Trace trace(List<Trace.Entity> entities, List<Trace.Request> requests) {
        return new Trace(entities, requests);
    }

    static Trace.Request request(long atMs, int entity) {
        return new Trace.Request(atMs, entity, "", Long.MAX_VALUE);
    }

    /**
     * Partitions with different habits over some hours: some periodic, some in bursts, some rare.
     */
    static Trace madeUp(int entities, long spanMs, long seed) {
        Random random = new Random(seed);
        List<Trace.Request> requests = new ArrayList<>();
        for (int e = 0; e < entities; e++) {
            double pauseMs = 60_000 * Math.pow(60, random.nextDouble());
            boolean periodic = e % 2 == 0;
            for (double at = pauseMs * random.nextDouble(); at < spanMs; ) {
                requests.add(request((long) at, e));
                double share =
                        periodic
                                ? 0.95 + 0.1 * random.nextDouble()
                                : -Math.log(random.nextDouble());
                at += pauseMs * share;
            }
        }
        requests.sort(java.util.Comparator.comparingLong(Trace.Request::timeMs));
        List<Trace.Entity> named = new ArrayList<>();
        for (int e = 0; e < entities; e++) {
            named.add(new Trace.Entity("table" + e, "0"));
        }
        return new Trace(named, requests);
    }

    static Trace read(Path file) throws IOException {
        List<Trace.Entity> entities = new ArrayList<>();
        List<Trace.Request> requests = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        try (TraceReader reader = TraceReader.open(file)) {
            for (Optional<PlannedRequest> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                PlannedRequest planned = next.get();
                String partition =
                        planned.partitions().isEmpty() ? "" : "" + planned.partitions().get(0);
                Trace.Entity entity = new Trace.Entity(planned.table(), partition);
                int number =
                        numbers.computeIfAbsent(
                                planned.table() + "|" + partition,
                                name -> {
                                    entities.add(entity);
                                    return entities.size() - 1;
                                });
                requests.add(
                        new Trace.Request(
                                planned.atMs(), number, planned.requester(), planned.targetMs()));
            }
        }
        return new Trace(entities, requests);
    }

    /** What a model says when it learns as it goes. */
    static Probabilities predicted(Trace trace, TickGrid grid, ModelType type) {
        Playback playback = new Playback(grid.windowMs());
        OnlineModel model = Models.create(type);
        Map<String, Integer> numbers = new HashMap<>();
        for (int e = 0; e < trace.entities().size(); e++) {
            Trace.Entity entity = trace.entities().get(e);
            numbers.put(entity.table() + "|" + entity.number(), e);
        }
        Probabilities probabilities = new Probabilities(grid.ticks(), trace.entities().size());
        int next = 0;
        for (int tick = 0; tick < grid.ticks(); tick++) {
            long nowMs = grid.timeMs(tick);
            for (; next < trace.requests().size() && at(trace, next) < nowMs; next++) {
                Trace.Request request = trace.requests().get(next);
                Trace.Entity entity = trace.entities().get(request.entity());
                Access access = new Access(request.timeMs(), 0, request.requester().hashCode());
                playback.hear(entity.table(), entity.number(), access);
            }
            Playback.Known known = playback.tick(nowMs);
            if (!known.closed().isEmpty()) {
                model.learn(known.closed());
            }
            for (var made : known.made()) {
                Integer entity = numbers.get(made.table() + "|" + made.partition());
                if (entity != null) {
                    probabilities.set(tick, entity, model.probability(made));
                }
            }
        }
        return probabilities;
    }

    private static long at(Trace trace, int request) {
        return trace.requests().get(request).timeMs();
    }
}
