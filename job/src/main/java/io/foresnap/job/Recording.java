package io.foresnap.job;

import io.foresnap.decisions.DecisionEvent;
import io.foresnap.decisions.DecisionFunctions;
import io.foresnap.decisions.RecordFunction;
import io.foresnap.guard.Guarded;
import io.foresnap.prefetch.PrefetchReport;
import io.foresnap.ranking.Prediction;
import io.foresnap.serving.Served;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The part of the dataflow that records what was decided, where a folder for it is set. */
final class Recording {

    private Recording() {}

    /**
     * Records predictions, verdicts, fetches and what was served.
     *
     * @param directory Hadoop URI of the record
     */
    static void define(
            Settings settings,
            String directory,
            DataStream<Prediction> predictions,
            DataStream<Guarded> verdicts,
            DataStream<PrefetchReport> reports,
            DataStream<Served> served) {
        DataStream<DecisionEvent> predicted =
                predictions
                        .map(new DecisionFunctions.OfPrediction())
                        .uid(Uids.DECISIONS_PREDICTED)
                        .name("decisions: predicted");
        DataStream<DecisionEvent> judged =
                verdicts.map(new DecisionFunctions.OfGuarded())
                        .uid(Uids.DECISIONS_JUDGED)
                        .name("decisions: judged");
        DataStream<DecisionEvent> fetched =
                reports.map(new DecisionFunctions.OfReport())
                        .uid(Uids.DECISIONS_FETCHED)
                        .name("decisions: fetched");
        DataStream<DecisionEvent> answered =
                served.flatMap(new DecisionFunctions.OfServed())
                        .uid(Uids.DECISIONS_SERVED)
                        .name("decisions: served");
        predicted
                .union(judged, fetched, answered)
                .process(
                        new RecordFunction(
                                directory,
                                settings.decisionsMaxBytes(),
                                settings.queueCapacity(),
                                settings.minProbability()))
                .setParallelism(1)
                .slotSharingGroup("default")
                .uid(Uids.DECISIONS)
                .name("decisions")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1)
                .uid(Uids.DECISIONS_RECORDED)
                .name("decisions recorded");
    }
}
