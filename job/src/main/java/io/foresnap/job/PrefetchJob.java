package io.foresnap.job;

import io.foresnap.event.Tick;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.serving.AuditRecord;
import io.foresnap.serving.BackupResult;
import io.foresnap.serving.Rejection;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The main job: {@code flink run foresnap-job.jar [--key value ...]}. */
public final class PrefetchJob {

    /** Defines the whole dataflow in the environment; the caller executes it. */
    public static void define(StreamExecutionEnvironment env, Configuration configuration) {
        define(env, new Settings(configuration));
    }

    static void define(StreamExecutionEnvironment env, Settings settings) {
        define(env, settings, ticks(env, settings));
    }

    /** The clock of the job. */
    static SingleOutputStreamOperator<Tick> ticks(
            StreamExecutionEnvironment env, Settings settings) {
        return env.fromSource(
                        new ClockSource(
                                settings.clock(),
                                settings.refreshInterval().toMillis(),
                                settings.predictionInterval().toMillis()),
                        Times.ofTicks(),
                        "clock")
                .setParallelism(1)
                .uid(Uids.CLOCK);
    }

    /** The same by another clock. */
    static void define(StreamExecutionEnvironment env, Settings settings, DataStream<Tick> ticks) {
        env.configure(named("Foresnap"));
        new Dataflow(settings)
                .define(
                        env.fromSource(
                                        KafkaRequests.source(settings),
                                        WatermarkStrategy.noWatermarks(),
                                        "requests")
                                .uid(Uids.REQUESTS),
                        ticks,
                        settings.controlTopic()
                                .map(
                                        topic ->
                                                env.fromSource(
                                                                KafkaControl.source(
                                                                        settings, topic),
                                                                WatermarkStrategy.noWatermarks(),
                                                                "control messages")
                                                        .setParallelism(1)
                                                        .uid(Uids.CONTROL_SOURCE)),
                        outputs(settings));
    }

    private static Outputs outputs(Settings settings) {
        return new Outputs(
                KafkaJson.<BackupResult>sink(
                        settings,
                        settings.topic(ForesnapOptions.KAFKA_RESULTS_TOPIC),
                        BackupResult::requestId),
                KafkaJson.<Rejection>sink(
                        settings,
                        settings.topic(ForesnapOptions.KAFKA_REJECTED_TOPIC),
                        Rejection::requestId),
                settings.predictionsTopic().map(topic -> KafkaPredictions.sink(settings, topic)),
                settings.auditTopic()
                        .map(
                                topic ->
                                        KafkaJson.<AuditRecord>sink(
                                                settings, topic, AuditRecord::requestId)));
    }

    /**
     * Submits the job with the configuration of the cluster and of {@code flink run -Dkey=value};
     * options given to the program itself, as {@code --key value} or {@code -Dkey=value}, win.
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        define(env, configuration(env, args));
        env.execute();
    }

    /** What every job of ours asks of Flink. */
    static Configuration named(String name) {
        return new Configuration()
                .set(PipelineOptions.NAME, name)
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    }

    /** The cluster's configuration with a program's own options over it. */
    static Configuration configuration(StreamExecutionEnvironment env, String[] args) {
        Configuration configuration = Configuration.fromMap(env.getConfiguration().toMap());
        configuration.addAll(options(args));
        return configuration;
    }

    /** The options among a program's arguments; an unknown form is named. */
    static Configuration options(String[] args) {
        Configuration options = new Configuration();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (arg.startsWith("-D") && arg.indexOf('=') > 2) {
                int equals = arg.indexOf('=');
                options.setString(arg.substring(2, equals), arg.substring(equals + 1));
            } else if (arg.startsWith("--") && i + 1 < args.length) {
                options.setString(arg.substring(2), args[++i]);
            } else {
                throw new IllegalArgumentException(
                        "'" + nameOf(arg) + "' is no option: give --key value or -Dkey=value");
            }
        }
        return options;
    }

    /** An argument without what may be a value, which may be a secret. */
    private static String nameOf(String arg) {
        return arg.replaceFirst("(?s)=.*", "=...");
    }

    private PrefetchJob() {}
}
