package io.foresnap.decisions;

import io.foresnap.backup.PartitionBackup;
import io.foresnap.decisions.DecisionEvent.Kind;
import io.foresnap.decisions.DecisionEvent.Origin;
import io.foresnap.guard.Guarded;
import io.foresnap.prefetch.PrefetchReport;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import io.foresnap.serving.Served;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.util.Collector;

/** What operators emit, as lines of the record. */
public final class DecisionFunctions {

    /** A probability. */
    public static final class OfPrediction implements MapFunction<Prediction, DecisionEvent> {
        private static final long serialVersionUID = 1L;

        @Override
        public DecisionEvent map(Prediction prediction) {
            return DecisionEvent.predicted(
                    prediction.table(),
                    prediction.partition(),
                    prediction.tickMs(),
                    prediction.windowEndMs(),
                    prediction.probability(),
                    prediction.value());
        }
    }

    /** A task and the guard's verdict. */
    public static final class OfGuarded implements MapFunction<Guarded, DecisionEvent> {
        private static final long serialVersionUID = 1L;

        @Override
        public DecisionEvent map(Guarded guarded) {
            PrefetchTask task = guarded.task();
            return new DecisionEvent(
                    Kind.TASK,
                    task.tickMs(),
                    task.deadlineMs(),
                    task.table(),
                    task.partition(),
                    task.probability(),
                    task.isOrdered() ? 0 : task.value(),
                    task.rank(),
                    task.round(),
                    origin(task),
                    guarded.verdict().name(),
                    0,
                    0,
                    0,
                    null,
                    null);
        }

        private static Origin origin(PrefetchTask task) {
            if (task.isOrdered()) {
                return Origin.ORDER;
            }
            return task.urgent() ? Origin.SUCCESSION : Origin.LIST;
        }
    }

    /** What the workers did. */
    public static final class OfReport implements MapFunction<PrefetchReport, DecisionEvent> {
        private static final long serialVersionUID = 1L;

        @Override
        public DecisionEvent map(PrefetchReport report) {
            return new DecisionEvent(
                    Kind.REPORT,
                    report.tickMs(),
                    0,
                    report.table(),
                    report.partition(),
                    report.probability(),
                    0,
                    0,
                    report.round(),
                    null,
                    report.outcome().name(),
                    report.files(),
                    0,
                    report.bytes(),
                    report.reason(),
                    null);
        }
    }

    /** A partition of a request that was served. */
    public static final class OfServed implements FlatMapFunction<Served, DecisionEvent> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Served served, Collector<DecisionEvent> out) {
            PartitionBackup backup = served.partition();
            if (backup != null) {
                out.collect(
                        new DecisionEvent(
                                Kind.SERVED,
                                served.attempt().request().requestedAtMs(),
                                0,
                                served.attempt().request().table(),
                                backup.partition(),
                                0,
                                0,
                                0,
                                0,
                                null,
                                "",
                                backup.cachedFiles(),
                                backup.neededFiles(),
                                backup.cachedBytes(),
                                null,
                                null));
            }
        }
    }

    private DecisionFunctions() {}
}
