package io.foresnap.job;

import io.foresnap.event.PredictedRequest;
import io.foresnap.event.Tick;
import io.foresnap.event.VirtualClock;
import io.foresnap.ingest.RejectedEvent;
import io.foresnap.options.ForesnapOptions;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The archiving job: {@code flink run -c io.foresnap.job.ArchiveJob foresnap-job.jar [--key value
 * ...]}. Kafka topics of Debezium events become the change log.
 */
public final class ArchiveJob {

    /** Defines the whole dataflow in the environment; the caller executes it. */
    public static void define(StreamExecutionEnvironment env, Configuration configuration) {
        Settings settings = new Settings(configuration);
        env.configure(PrefetchJob.named("Foresnap archive"));
        DataStream<Tick> ticks = ticks(env, settings);
        new ArchiveDataflow(settings)
                .define(
                        env.fromSource(
                                        KafkaEvents.source(settings),
                                        WatermarkStrategy.noWatermarks(),
                                        "change events")
                                .uid(Uids.EVENTS),
                        ticks,
                        predictions(env, settings, ticks),
                        KafkaJson.<RejectedEvent>sink(
                                settings,
                                settings.topic(ForesnapOptions.KAFKA_REJECTED_EVENTS_TOPIC),
                                RejectedEvent::place));
    }

    /**
     * Throws unless the options are right; says which one is not.
     *
     * @throws IllegalArgumentException that names the option
     */
    public static void check(Configuration configuration) {
        Settings settings = new Settings(configuration);
        settings.archive();
        settings.snapshots();
        settings.retention();
    }

    /** By the machine's clock, whatever the clock of the requests: it is asked of a real Kafka. */
    private static DataStream<Tick> ticks(StreamExecutionEnvironment env, Settings settings) {
        long interval = settings.archive().progressInterval().toMillis();
        return env.fromSource(
                        new ClockSource(VirtualClock.REAL, interval, interval),
                        WatermarkStrategy.noWatermarks(),
                        "clock")
                .setParallelism(1)
                .uid(Uids.ARCHIVE_CLOCK);
    }

    /** What the main job expects; nothing where it does not tell. */
    private static DataStream<PredictedRequest> predictions(
            StreamExecutionEnvironment env, Settings settings, DataStream<Tick> ticks) {
        return settings.predictionsTopic()
                .<DataStream<PredictedRequest>>map(
                        topic ->
                                env.fromSource(
                                                KafkaPredictions.source(settings, topic),
                                                WatermarkStrategy.noWatermarks(),
                                                "predictions")
                                        .uid(Uids.PREDICTIONS_SOURCE))
                .orElseGet(
                        () ->
                                ticks.process(new NoPredictionsFunction())
                                        .setParallelism(1)
                                        .uid(Uids.NO_PREDICTIONS)
                                        .name("no predictions"));
    }

    /** Stands in for the topic of predictions. */
    private static final class NoPredictionsFunction
            extends ProcessFunction<Tick, PredictedRequest> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Tick tick, Context context, Collector<PredictedRequest> out) {}
    }

    /**
     * Submits the job with the configuration of the cluster and of {@code flink run -Dkey=value};
     * options given to the program itself, as {@code --key value} or {@code -Dkey=value}, win.
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        define(env, PrefetchJob.configuration(env, args));
        env.execute();
    }

    private ArchiveJob() {}
}
