package io.foresnap.job;

import io.foresnap.event.PredictedRequest;
import io.foresnap.event.Tick;
import io.foresnap.guard.ControlMessage;
import io.foresnap.guard.GuardFunction;
import io.foresnap.prefetch.PrefetchFunction;
import io.foresnap.prefetch.PrefetchReport;
import io.foresnap.prefetch.PrefetchRouteFunction;
import io.foresnap.prefetch.RunChunk;
import io.foresnap.ranking.PredictedFunction;
import io.foresnap.ranking.PrefetchTask;
import io.foresnap.serving.AnswerFunctions;
import io.foresnap.serving.BackupResult;
import io.foresnap.serving.CacheFunction;
import io.foresnap.serving.CommitFunction;
import io.foresnap.serving.GatherFunction;
import io.foresnap.serving.HoldoutFunction;
import io.foresnap.serving.ParseFunction;
import io.foresnap.serving.PlanFunction;
import io.foresnap.serving.PlanRouteFunction;
import io.foresnap.serving.Planned;
import io.foresnap.serving.RawRequest;
import io.foresnap.serving.ReceivedRequest;
import io.foresnap.serving.Rejection;
import io.foresnap.serving.ServeFunction;
import io.foresnap.serving.ServeTask;
import io.foresnap.serving.Served;
import io.foresnap.serving.ServingSettings;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The dataflow, from the streams that come in to the sinks.
 *
 * <pre>
 * LEARN    accepted ─ keyBy(requester) ─ Succession ─ keyBy(table) ─ History ─ examples ─ Train
 *                                     ticks (broadcast) ┘               └ keyBy(partition) ─ Score ─ Rank ──▶ prefetch tasks
 *                                                            Train ┘ (broadcast)          (to Kafka, too) │
 * PREFETCH  control (broadcast) ─ Guard ─ Prefetch (async) ◀── keyBy(partition) ──────────┘
 *                                                       │ cached segments
 * SERVE    requests ─ Parse ─ Plan (async) ─ keyBy(partition) ─ Cache ─ Serve (async)
 *                                                  ─ keyBy(attempt) ─ Gather ─ Commit (async) ─▶ results
 * </pre>
 */
final class Dataflow {

    /** Operators whose machines hold the cache, so that they can be given memory and disks. */
    static final String SERVING_GROUP = "serving";

    /** Requests under way in one subtask; more wait in Kafka. */
    private static final int IN_FLIGHT = 256;

    private final Settings settings;
    private final ServingSettings serving;

    Dataflow(Settings settings) {
        this.settings = settings;
        this.serving = settings.serving();
    }

    /** Answers requests, and learns from them what to have at hand for the next. */
    void define(
            DataStream<RawRequest> requests,
            DataStream<Tick> ticks,
            Optional<DataStream<ControlMessage>> control,
            Outputs outputs) {
        SingleOutputStreamOperator<ReceivedRequest> parsed = parse(requests);
        SingleOutputStreamOperator<ServeTask> tasks = plan(parsed);
        Learning.Learned learned =
                Learning.define(settings, tasks.getSideOutput(PlanRouteFunction.ACCEPTED), ticks);
        DataStream<PrefetchTask> expected = learned.tasks();
        outputs.predictions().ifPresent(sink -> publish(expected, sink));
        SingleOutputStreamOperator<PrefetchTask> guarded =
                Guarding.define(settings, expected, ticks, control);
        SingleOutputStreamOperator<PrefetchReport> reports = prefetch(guarded);
        DataStream<Served> partitions =
                serve(tasks, reports.getSideOutput(PrefetchRouteFunction.SEGMENTS));
        settings.decisionsDirectory()
                .ifPresent(
                        folder ->
                                Recording.define(
                                        settings,
                                        folder,
                                        learned.predictions(),
                                        guarded.getSideOutput(GuardFunction.VERDICTS),
                                        reports,
                                        partitions));
        DataStream<BackupResult> served = commit(partitions);

        DataStream<Rejection> rejections =
                parsed.getSideOutput(ParseFunction.REJECTED)
                        .union(tasks.getSideOutput(ParseFunction.REJECTED));
        DataStream<BackupResult> answers =
                served.union(tasks.getSideOutput(PlanRouteFunction.ANSWERS));
        answers.union(answers(rejections))
                .sinkTo(outputs.results())
                .uid(Uids.RESULTS_SINK)
                .name("results");
        outputs.audit().ifPresent(sink -> Auditing.define(parsed, rejections, answers, sink));
        rejections.sinkTo(outputs.rejected()).uid(Uids.REJECTED_SINK).name("rejected requests");
    }

    private SingleOutputStreamOperator<ReceivedRequest> parse(DataStream<RawRequest> requests) {
        return requests.process(new ParseFunction(serving.clock(), settings.accessRules()))
                .uid(Uids.PARSE)
                .name("parse");
    }

    private SingleOutputStreamOperator<ServeTask> plan(DataStream<ReceivedRequest> requests) {
        SingleOutputStreamOperator<Planned> planned =
                AsyncDataStream.unorderedWait(
                                requests,
                                new PlanFunction(serving),
                                serving.timeout().plus(serving.targetWait()).toMillis(),
                                TimeUnit.MILLISECONDS,
                                IN_FLIGHT)
                        .uid(Uids.PLAN)
                        .name("plan");
        return planned.process(new PlanRouteFunction())
                .uid(Uids.PLAN_ROUTE)
                .name("plan: one task a partition");
    }

    /** Tells others what is expected: the archive job rolls snapshots forward by it. */
    private static void publish(DataStream<PrefetchTask> ranked, Sink<PredictedRequest> sink) {
        ranked.flatMap(new PredictedFunction())
                .setParallelism(1)
                .uid(Uids.PREDICTIONS)
                .name("predictions of new lists")
                .sinkTo(sink)
                .setParallelism(1)
                .uid(Uids.PREDICTIONS_SINK)
                .name("predictions");
    }

    private SingleOutputStreamOperator<PrefetchReport> prefetch(DataStream<PrefetchTask> guarded) {
        long timeoutMs =
                (long) (settings.horizon().toMillis() / serving.clock().speed())
                        + serving.timeout().toMillis();
        // Asynchronous results never overtake a watermark: one task that takes long would hold back
        // everything fetched after the next tick, and in the end the ticks and requests behind it.
        // Chained to the guard, which has the partitions' key: they stay on its subtasks.
        SingleOutputStreamOperator<PrefetchTask> tasks =
                guarded.assignTimestampsAndWatermarks(WatermarkStrategy.noWatermarks())
                        .setParallelism(guarded.getParallelism())
                        .uid(Uids.PREFETCH_TASKS)
                        .name("prefetch tasks");
        SingleOutputStreamOperator<PrefetchReport> reports =
                AsyncDataStream.unorderedWait(
                                tasks,
                                new PrefetchFunction(settings.prefetch()),
                                timeoutMs,
                                TimeUnit.MILLISECONDS,
                                2 * settings.queueCapacity() + IN_FLIGHT)
                        .uid(Uids.PREFETCH)
                        .name("prefetch")
                        .process(new PrefetchRouteFunction())
                        .uid(Uids.PREFETCH_ROUTE)
                        .name("prefetch: segments to serving nodes");
        reports.sinkTo(new DiscardingSink<>()).uid(Uids.PREFETCH_REPORTS).name("prefetch reports");
        return reports;
    }

    private DataStream<Served> serve(DataStream<ServeTask> tasks, DataStream<RunChunk> segments) {
        SingleOutputStreamOperator<ServeTask> cached =
                segments.keyBy(RunChunk::key)
                        .connect(tasks.keyBy(ServeTask::key))
                        .process(new CacheFunction(serving.cache()))
                        .slotSharingGroup(SERVING_GROUP)
                        .uid(Uids.CACHE)
                        .name("cache");
        DataStream<Served> served =
                AsyncDataStream.unorderedWait(
                                cached,
                                new ServeFunction(serving),
                                serving.timeout().toMillis(),
                                TimeUnit.MILLISECONDS,
                                IN_FLIGHT)
                        .slotSharingGroup(SERVING_GROUP)
                        .uid(Uids.SERVE)
                        .name("serve");
        return served.map(new HoldoutFunction(settings.holdout()))
                .uid(Uids.HOLDOUT)
                .name("holdout");
    }

    private DataStream<BackupResult> commit(DataStream<Served> served) {
        return AsyncDataStream.unorderedWait(
                        served.keyBy(s -> s.attempt().key())
                                .process(new GatherFunction(serving.timeout()))
                                .slotSharingGroup("default")
                                .uid(Uids.GATHER)
                                .name("gather"),
                        new CommitFunction(serving),
                        serving.timeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        IN_FLIGHT)
                .uid(Uids.COMMIT)
                .name("commit")
                .flatMap(new AnswerFunctions.OfCommitted())
                .uid(Uids.ANSWERS)
                .name("answers");
    }

    private static DataStream<BackupResult> answers(DataStream<Rejection> rejections) {
        return rejections
                .flatMap(new AnswerFunctions.OfRejection())
                .uid(Uids.REJECTION_ANSWERS)
                .name("answers to rejected requests");
    }
}
