package io.foresnap.job;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.serving.BackupResult;
import io.foresnap.serving.Rejection;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

/** The main job: {@code flink run foresnap-job.jar [--key value ...]}. */
public final class PrefetchJob {

    /** Defines the whole dataflow in the environment; the caller executes it. */
    public static void define(StreamExecutionEnvironment env, Configuration configuration) {
        Settings settings = new Settings(configuration);
        env.configure(
                new Configuration()
                        .set(PipelineOptions.GENERIC_TYPES, false)
                        .set(PipelineOptions.AUTO_GENERATE_UIDS, false));
        new Dataflow(settings)
                .define(
                        env.fromSource(
                                        KafkaRequests.source(settings, configuration),
                                        WatermarkStrategy.noWatermarks(),
                                        "requests")
                                .uid(Uids.REQUESTS),
                        env.fromSource(
                                        new ClockSource(
                                                settings.clock(),
                                                settings.refreshInterval().toMillis(),
                                                settings.predictionInterval().toMillis()),
                                        Times.ofTicks(),
                                        "clock")
                                .setParallelism(1)
                                .uid(Uids.CLOCK),
                        KafkaJson.<BackupResult>sink(
                                settings,
                                settings.topic(ForesnapOptions.KAFKA_RESULTS_TOPIC),
                                BackupResult::requestId),
                        KafkaJson.<Rejection>sink(
                                settings,
                                settings.topic(ForesnapOptions.KAFKA_REJECTED_TOPIC),
                                Rejection::requestId));
    }

    /** Submits the job with the cluster's configuration; options given here win. */
    public static void main(String[] args) throws Exception {
        Configuration configuration = GlobalConfiguration.loadConfiguration();
        configuration.addAll(ParameterTool.fromArgs(args).getConfiguration());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        define(env, configuration);
        env.execute("Foresnap");
    }

    private PrefetchJob() {}
}
