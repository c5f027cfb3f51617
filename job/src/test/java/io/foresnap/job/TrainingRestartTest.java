package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.LiveMetrics;
import io.foresnap.local.LiveMetricsReporter;
import io.foresnap.model.ModelUpdate;
import io.foresnap.model.TrainFunction;
import io.foresnap.options.ModelType;
import io.foresnap.options.PrefetchOrder;
import io.foresnap.ranking.ScoreFunction;
import io.foresnap.ranking.Valuation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Training and scoring on a real cluster, of which the TaskManager is killed in the middle. */
@SuppressWarnings("NullAway.Init")
class TrainingRestartTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofHours(2);
    private static final int SCORERS = 3;
    private static final List<List<TrainingExample>> TICKS = RecordedExamples.ticks();

    /** What was published, as version, tick and a hash of the parameters; in order of arrival. */
    private static final Queue<String> PUBLISHED = new ConcurrentLinkedQueue<>();

    private EmbeddedFlink flink;

    @BeforeEach
    void start() throws Exception {
        PUBLISHED.clear();
        Configuration settings = new Configuration();
        settings.set(RestOptions.PORT, 0);
        settings.set(RestOptions.BIND_PORT, "0");
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        LiveMetricsReporter.enable(settings);
        flink = EmbeddedFlink.start(settings, 2 * SCORERS);
    }

    @AfterEach
    void stop() throws Exception {
        flink.close();
    }

    /** Ticks by number, each for a while, and the last one without end. */
    private static final class Examples implements FlatMapFunction<Long, TrainingExample> {
        private static final long serialVersionUID = 1;
        private final long pauseMs;

        Examples(long pauseMs) {
            this.pauseMs = pauseMs;
        }

        @Override
        public void flatMap(Long number, Collector<TrainingExample> out) throws Exception {
            Thread.sleep(pauseMs);
            if (number < TICKS.size()) {
                TICKS.get(number.intValue()).forEach(out::collect);
            }
        }
    }

    private static final class Features implements MapFunction<TrainingExample, PartitionFeatures> {
        private static final long serialVersionUID = 1;

        @Override
        public PartitionFeatures map(TrainingExample example) {
            return example.features();
        }
    }

    private static final class Noted implements MapFunction<ModelUpdate, ModelUpdate> {
        private static final long serialVersionUID = 1;

        @Override
        public ModelUpdate map(ModelUpdate update) {
            PUBLISHED.add(line(update));
            return update;
        }
    }

    private static String line(ModelUpdate update) {
        return "%06d@%d %d %s %s"
                .formatted(
                        update.version(),
                        update.tickMs(),
                        Arrays.hashCode(update.parameters()),
                        update.logLoss(),
                        update.examples());
    }

    private JobID submit(long pauseMs) throws Exception {
        StreamExecutionEnvironment env = flink.environment();
        env.configure(PrefetchJob.named("training").set(RestOptions.PORT, 0));
        SingleOutputStreamOperator<TrainingExample> examples =
                env.fromSequence(0, Long.MAX_VALUE / 2)
                        .setParallelism(1)
                        .uid("numbers")
                        .flatMap(new Examples(pauseMs))
                        .setParallelism(1)
                        .uid("ticks")
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<TrainingExample>forMonotonousTimestamps()
                                        .withTimestampAssigner(
                                                (example, unused) ->
                                                        RecordedExamples.closedMs(
                                                                List.of(example))))
                        .setParallelism(1)
                        .uid("times");
        SingleOutputStreamOperator<ModelUpdate> updates =
                examples.keyBy(example -> 0)
                        .process(new TrainFunction(ModelType.AUTO, INTERVAL))
                        .setParallelism(1)
                        .setMaxParallelism(1)
                        .slotSharingGroup(Learning.TRAINING_GROUP)
                        .uid("train")
                        .map(new Noted())
                        .setParallelism(1)
                        .uid("noted");
        examples.map(new Features())
                .setParallelism(1)
                .uid("features")
                .keyBy(PartitionFeatures::key)
                .connect(updates.broadcast(ScoreFunction.descriptor()))
                .process(
                        new ScoreFunction(
                                ModelType.AUTO,
                                new Valuation(PrefetchOrder.VALUE, Duration.ZERO, 1),
                                Duration.ofDays(90)))
                .setParallelism(SCORERS)
                .uid("score")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(SCORERS)
                .uid("sink");
        JobID job = flink.submit(env);
        flink.awaitRunning(job, PATIENCE);
        return job;
    }

    // The watermark of the last tick never comes: it may have more examples.
    private static long learnable() {
        return TICKS.subList(0, TICKS.size() - 1).stream().mapToLong(List::size).sum();
    }

    private static void awaitAllLearned() throws InterruptedException {
        TestingCluster.eventually(
                "all examples learned",
                () -> LiveMetrics.max("foresnap.modelExamples").orElse(0.0) >= learnable());
    }

    @Test
    void aKilledTaskManagerChangesNoWeight() throws Exception {
        JobID whole = submit(0);
        awaitAllLearned();
        flink.cancel(whole);
        List<String> expected = List.copyOf(PUBLISHED);
        PUBLISHED.clear();

        JobID job = submit(10);
        TestingCluster.eventually(
                "a few versions published", () -> PUBLISHED.size() >= expected.size() / 4);
        flink.killTaskManager();
        flink.awaitAttempt(job, 1, PATIENCE);
        int atKill = PUBLISHED.size();
        awaitAllLearned();

        assertThat(expected).hasSizeGreaterThan(20);
        assertThat(atKill).as("killed in the middle").isLessThan(expected.size());
        // Versions since the last checkpoint come twice, and must be the same.
        assertThat(new TreeSet<>(PUBLISHED)).containsExactlyElementsOf(new TreeSet<>(expected));
        assertThat(PUBLISHED.stream().filter(line -> line.startsWith("000001@")))
                .as("continued from a checkpoint, not from the beginning")
                .hasSize(1);
    }

    @Test
    void everyScorerUsesANewVersion() throws Exception {
        submit(5);
        awaitAllLearned();
        double newest = LiveMetrics.max("foresnap.modelVersion").orElse(0.0);

        TestingCluster.eventually(
                "all scorers use the newest version",
                () ->
                        LiveMetrics.values("foresnap.scoringVersion").stream()
                                        .filter(version -> version == newest)
                                        .count()
                                == SCORERS);

        assertThat(newest).isGreaterThan(20);
        List<Double> delays = LiveMetrics.quantiles("foresnap.publishToUseMs", 0.99);
        assertThat(delays).hasSize(SCORERS);
        System.out.println("from publishing to use, p99 at each scorer, ms: " + delays);
    }
}
