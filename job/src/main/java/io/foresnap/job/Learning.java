package io.foresnap.job;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.event.Tick;
import io.foresnap.features.HistoryEvent;
import io.foresnap.features.HistoryFunction;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.RequesterSeen;
import io.foresnap.features.Signal;
import io.foresnap.features.SuccessionFunction;
import io.foresnap.model.ModelUpdate;
import io.foresnap.model.TrainFunction;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import io.foresnap.ranking.RankFunction;
import io.foresnap.ranking.ScoreFunction;
import io.foresnap.ranking.SuccessorFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The part of the dataflow that learns what will be asked for, and lists it. */
public final class Learning {

    /** Training, so that it takes nothing from requests. */
    static final String TRAINING_GROUP = "training";

    /**
     * What was learned.
     *
     * @param predictions of every tick
     * @param tasks what to prefetch
     */
    public record Learned(DataStream<Prediction> predictions, DataStream<PrefetchTask> tasks) {}

    private Learning() {}

    /**
     * Turns requests into prefetch lists, one at every tick, and into urgent tasks for what
     * requesters habitually ask for next.
     *
     * @param accepted requests that were planned: their partitions are listed
     * @param ticks the prediction clock, whose watermark follows each tick at once
     */
    public static Learned define(
            Settings settings, DataStream<AcceptedRequest> accepted, DataStream<Tick> ticks) {
        SingleOutputStreamOperator<HistoryEvent> events = successions(settings, accepted);
        SingleOutputStreamOperator<PartitionFeatures> features =
                history(
                        settings,
                        events,
                        signals(ticks, events.getSideOutput(SuccessionFunction.SEEN)));
        DataStream<ModelUpdate> updates =
                features.getSideOutput(HistoryFunction.EXAMPLES)
                        .keyBy(example -> 0)
                        .process(
                                new TrainFunction(
                                        settings.modelType(), settings.trainingInterval()))
                        .setParallelism(1)
                        .slotSharingGroup(TRAINING_GROUP)
                        .uid(Uids.TRAIN)
                        .name("train")
                        .assignTimestampsAndWatermarks(Times.neverHoldsBack())
                        .setParallelism(1)
                        .uid(Uids.MODEL_TIME)
                        .name("model updates");
        DataStream<PrefetchTask> urgent =
                features.getSideOutput(HistoryFunction.SUCCESSORS)
                        .flatMap(new SuccessorFunction(settings.valuation()))
                        .slotSharingGroup("default")
                        .uid(Uids.SUCCESSORS)
                        .name("successors");
        SingleOutputStreamOperator<Prediction> predictions =
                features.keyBy(f -> new TablePartition(f.table(), f.partition()).key())
                        .connect(updates.broadcast(ScoreFunction.descriptor()))
                        .process(
                                new ScoreFunction(
                                        settings.modelType(),
                                        settings.valuation(),
                                        settings.historyTimeToLive()))
                        .slotSharingGroup("default")
                        .uid(Uids.SCORE)
                        .name("score");
        DataStream<PrefetchTask> tasks =
                predictions
                        .keyBy(prediction -> 0)
                        .process(
                                new RankFunction(
                                        settings.queueCapacity(),
                                        settings.minProbability(),
                                        settings.refreshInterval(),
                                        settings.tickBudget(features.getParallelism())))
                        .setParallelism(1)
                        .uid(Uids.RANK)
                        .name("rank")
                        .union(urgent);
        return new Learned(predictions, tasks);
    }

    /** What the histories are to hear of requests. */
    public static SingleOutputStreamOperator<HistoryEvent> successions(
            Settings settings, DataStream<AcceptedRequest> accepted) {
        return accepted.assignTimestampsAndWatermarks(Times.neverHoldsBack())
                .uid(Uids.ACCEPTED_TIME)
                .name("accepted requests")
                .keyBy(SuccessionFunction::key)
                .process(new SuccessionFunction(settings.historyTimeToLive(), settings.window()))
                .uid(Uids.SUCCESSION)
                .name("succession");
    }

    /** Keeps the histories. */
    public static SingleOutputStreamOperator<PartitionFeatures> history(
            Settings settings, DataStream<HistoryEvent> events, DataStream<Signal> signals) {
        return events.keyBy(HistoryEvent::table)
                .connect(signals.broadcast(HistoryFunction.requesters()))
                .process(
                        new HistoryFunction(
                                settings.window(),
                                settings.lead(),
                                settings.historyTimeToLive(),
                                settings.examplesPerTick(),
                                settings.timeZone(),
                                settings.successorProbability()))
                .uid(Uids.HISTORY)
                .name("history");
    }

    private static DataStream<Signal> signals(
            DataStream<Tick> ticks, DataStream<RequesterSeen> seen) {
        TypeInformation<Signal> type = TypeInformation.of(Signal.class);
        return ticks.map(Signal::of, type)
                .setParallelism(1)
                .uid(Uids.TICK_SIGNALS)
                .name("ticks")
                .union(
                        seen.map(Signal::of, type)
                                .uid(Uids.REQUESTER_SIGNALS)
                                .name("requesters seen"));
    }
}
