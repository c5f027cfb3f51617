package io.foresnap.ranking;

import io.foresnap.event.PredictedRequest;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * The predictions of each new prefetch list; what a refresh of it repeats, and what is urgent, is
 * left out.
 */
public final class PredictedFunction implements FlatMapFunction<PrefetchTask, PredictedRequest> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(PrefetchTask task, Collector<PredictedRequest> out) {
        if (task.round() == 0 && !task.urgent()) {
            out.collect(
                    new PredictedRequest(
                            task.table(),
                            task.partition(),
                            task.tickMs(),
                            task.deadlineMs(),
                            task.probability()));
        }
    }
}
