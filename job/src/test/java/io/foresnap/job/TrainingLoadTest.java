package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import io.foresnap.local.LiveMetrics;
import io.foresnap.model.TrainFunction;
import io.foresnap.options.ModelType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Requests while a training operator in the same TaskManager learns without a pause, and while it
 * rests, in turns. The latencies are printed; {@code -Dforesnap.load.requests=500} makes them worth
 * reading.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TrainingLoadTest {

    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final int PAIRS = 4;
    private static final int REQUESTS = Integer.getInteger("foresnap.load.requests", 3);
    private static final AtomicBoolean LOADED = new AtomicBoolean();
    private static final List<List<TrainingExample>> TICKS = RecordedExamples.ticks();

    private TestingCluster cluster;

    @BeforeAll
    void start() throws IOException {
        cluster = new TestingCluster();
        Shop orders = new Shop(cluster.storage, "public.orders", 2, 50, START);
        orders.close(START + Duration.ofHours(1).toMillis());
        Configuration options = cluster.options();
        options.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(2));
        cluster.submit(options);
        cluster.submit(new Configuration(), (env, unused) -> train(env));
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    /** The same ticks again and again, always later; none while there is to be no load. */
    private static final class Examples implements FlatMapFunction<Long, TrainingExample> {
        private static final long serialVersionUID = 1;
        private long given;

        @Override
        public void flatMap(Long number, Collector<TrainingExample> out) throws Exception {
            if (!LOADED.get()) {
                Thread.sleep(20);
                return;
            }
            long shiftMs = given / TICKS.size() * TICKS.size() * RecordedExamples.WINDOW_MS * 2;
            for (TrainingExample example : TICKS.get((int) (given++ % TICKS.size()))) {
                PartitionFeatures f = example.features();
                PartitionFeatures later =
                        new PartitionFeatures(
                                f.table(),
                                f.partition(),
                                f.tickMs() + shiftMs,
                                f.windowMs(),
                                f.values(),
                                f.steps());
                out.collect(new TrainingExample(later, example.requested(), example.weight()));
            }
        }
    }

    private static void train(StreamExecutionEnvironment env) {
        env.configure(PrefetchJob.named("training load"));
        env.setParallelism(1);
        env.fromSequence(0, Long.MAX_VALUE / 2)
                .uid("numbers")
                .flatMap(new Examples())
                .uid("ticks")
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<TrainingExample>forMonotonousTimestamps()
                                .withTimestampAssigner(
                                        (example, unused) ->
                                                RecordedExamples.closedMs(List.of(example))))
                .uid("times")
                .keyBy(example -> 0)
                .process(new TrainFunction(ModelType.AUTO, Duration.ofHours(1)))
                .setMaxParallelism(1)
                .uid("train")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");
    }

    private void request(String id, Histogram micros) throws IOException {
        long start = System.nanoTime();
        cluster.send("{\"requestId\":\"" + id + "\",\"table\":\"public.orders\"}");
        JsonNode result = cluster.result(id);
        assertThat(result.get("status").asText()).as("%s", result).isEqualTo("ACKNOWLEDGED");
        micros.recordValue((System.nanoTime() - start) / 1000);
    }

    @Test
    void requestsAreServedWhileTrainingNeverRests() throws Exception {
        Histogram resting = new Histogram(3);
        Histogram training = new Histogram(3);
        for (int i = 0; i < 10; i++) {
            request("warm-" + i, new Histogram(3));
        }

        double learned = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            for (boolean loaded : new boolean[] {false, true}) {
                double before = examples();
                LOADED.set(loaded);
                for (int i = 0; i < REQUESTS; i++) {
                    request(pair + "-" + loaded + "-" + i, loaded ? training : resting);
                }
                LOADED.set(false);
                learned += loaded ? examples() - before : 0;
            }
        }

        assertThat(learned).as("examples learned from meanwhile").isPositive();
        print("resting", resting);
        print("training", training);
        System.out.printf(Locale.ROOT, "%,.0f examples learned from meanwhile%n", learned);
    }

    private static double examples() {
        return LiveMetrics.max("foresnap.modelExamples").orElse(0.0);
    }

    private static void print(String what, Histogram micros) {
        System.out.printf(
                Locale.ROOT,
                "request latency, %-8s: p50 %.1f ms, p99 %.1f ms of %d%n",
                what,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getTotalCount());
    }
}
