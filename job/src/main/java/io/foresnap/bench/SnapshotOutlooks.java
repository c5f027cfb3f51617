package io.foresnap.bench;

import io.foresnap.archive.Demand;
import io.foresnap.archive.Outlook;
import io.foresnap.event.PredictedRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Playback;
import io.foresnap.history.Access;
import io.foresnap.model.Models;
import io.foresnap.model.OnlineModel;
import io.foresnap.model.StateCarrier;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import io.foresnap.ranking.TopRanking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What a snapshot policy is told at each tick of a workload, by partition. No tick knows anything
 * of what comes after it, except where that is the point.
 */
final class SnapshotOutlooks {

    private static final double MIN_PROBABILITY = ForesnapOptions.MIN_PROBABILITY.defaultValue();
    private static final int CAPACITY = ForesnapOptions.QUEUE_CAPACITY.defaultValue();

    private final SnapshotWorkload workload;

    SnapshotOutlooks(SnapshotWorkload workload) {
        this.workload = workload;
    }

    /** Nothing is ever predicted. */
    List<Outlook[]> none() {
        return perTick(tick -> List.of());
    }

    /** The main job's: its features, its model, learned tick by tick, and its ranking. */
    List<Outlook[]> predicted(ModelType type) {
        long window = workload.intervalMs();
        Playback playback = new Playback(window);
        OnlineModel model = Models.create(type);
        StateCarrier states = new StateCarrier(model);
        RequestsInOrder requests = new RequestsInOrder(workload);
        return perTick(
                tick -> {
                    for (SnapshotWorkload.Request request : requests.before(tick)) {
                        long lagMs = Math.max(0, request.atMs() - request.targetMs());
                        Access access =
                                new Access(
                                        request.atMs(),
                                        (int) Math.min(Integer.MAX_VALUE, lagMs / 1000),
                                        request.requester().hashCode());
                        for (int partition : request.partitions()) {
                            TablePartition of = workload.partitions().get(partition).of();
                            playback.hear(of.table(), of.partition(), access);
                        }
                    }
                    Playback.Known known = playback.tick(tick);
                    if (!known.closed().isEmpty()) {
                        model.learn(states.carry(known.closed()));
                    }
                    return ranked(known.made().stream().map(states::carry).toList(), model, tick);
                });
    }

    private List<PredictedRequest> ranked(
            List<PartitionFeatures> made, OnlineModel model, long tick) {
        TopRanking ranking = new TopRanking(CAPACITY);
        long end = tick + workload.intervalMs();
        for (PartitionFeatures features : made) {
            double p = model.probability(features);
            if (p >= MIN_PROBABILITY) {
                ranking.offer(
                        Prediction.ofProbability(
                                features.table(), features.partition(), tick, end, p));
            }
        }
        List<PredictedRequest> predicted = new ArrayList<>();
        for (PrefetchTask task : ranking.tasks()) {
            predicted.add(
                    new PredictedRequest(
                            task.table(), task.partition(), tick, end, task.probability()));
        }
        return predicted;
    }

    /** Every window is known in advance: no model can do better. */
    List<Outlook[]> perfect() {
        RequestsInOrder requests = new RequestsInOrder(workload);
        return perTick(
                tick -> {
                    long end = tick + workload.intervalMs();
                    return requests.before(end).stream()
                            .flatMap(r -> r.partitions().stream())
                            .distinct()
                            .map(partition -> workload.partitions().get(partition).of())
                            .map(
                                    of ->
                                            new PredictedRequest(
                                                    of.table(), of.partition(), tick, end, 1))
                            .toList();
                });
    }

    private List<Outlook[]> perTick(LongFunction<List<PredictedRequest>> predictions) {
        Demand demand = new Demand();
        List<Outlook[]> ticks = new ArrayList<>();
        for (long tick = workload.startMs();
                tick < workload.endMs();
                tick += workload.intervalMs()) {
            predictions.apply(tick).forEach(demand::hear);
            ticks.add(
                    workload.partitions().stream()
                            .map(partition -> demand.outlook(partition.of()))
                            .toArray(Outlook[]::new));
        }
        return ticks;
    }

    /** Hands the requests over as time goes on. */
    static final class RequestsInOrder {

        private final List<SnapshotWorkload.Request> all;
        private int next;

        RequestsInOrder(SnapshotWorkload workload) {
            this.all = workload.requests();
        }

        /** Those before a time that were not handed over yet. */
        List<SnapshotWorkload.Request> before(long timeMs) {
            int from = next;
            while (next < all.size() && all.get(next).atMs() < timeMs) {
                next++;
            }
            return all.subList(from, next);
        }
    }
}
