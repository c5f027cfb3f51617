package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import io.foresnap.event.Tick;
import io.foresnap.local.EmbeddedFlink;
import io.foresnap.local.LiveMetrics;
import io.foresnap.local.LiveMetricsReporter;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.options.RankingOptions;
import io.foresnap.ranking.PrefetchTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The learning half of the dataflow on a Flink of its own; the tests share it, in order. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class LearningTest {

    private static final BlockingQueue<AcceptedRequest> REQUESTS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<Tick> TICKS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<PrefetchTask> LISTED = new LinkedBlockingQueue<>();

    private static final long SECOND = 1000;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final int PATIENCE_SECONDS = 60;

    private static EmbeddedFlink flink;
    private static int sent;

    /** A stream of what the test puts into a queue. */
    private static <T> SingleOutputStreamOperator<T> given(
            StreamExecutionEnvironment env,
            String name,
            SerializableSupplier<BlockingQueue<T>> queue,
            Class<T> type) {
        return env.fromSequence(0, Long.MAX_VALUE / 2)
                .setParallelism(1)
                .uid("numbers of " + name)
                .flatMap(
                        (Long number, Collector<T> out) -> {
                            T next = queue.get().poll(5, TimeUnit.MILLISECONDS);
                            if (next != null) {
                                out.collect(next);
                            }
                        },
                        TypeInformation.of(type))
                .setParallelism(1)
                .uid(name);
    }

    /** Gives it to the test. */
    private static final class Listed implements MapFunction<PrefetchTask, PrefetchTask> {
        private static final long serialVersionUID = 1;

        @Override
        public PrefetchTask map(PrefetchTask task) {
            LISTED.add(task);
            return task;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Configuration options = new Configuration();
        options.set(ForesnapOptions.MODEL_TYPE, ModelType.HISTOGRAM);
        options.set(ForesnapOptions.PREDICTION_INTERVAL, Duration.ofHours(1));
        options.set(ForesnapOptions.REFRESH_INTERVAL, Duration.ofHours(1));
        // A list leaves once: it ends where the next refresh would be.
        options.set(RankingOptions.LEAD_TIME, Duration.ZERO);
        options.set(ForesnapOptions.MIN_PROBABILITY, 0.0);
        options.set(RankingOptions.TICK_BUDGET, MemorySize.ofMebiBytes(1000));
        options.set(ForesnapOptions.STORAGE_ROOT, "file:///nowhere");
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, "nowhere:1");
        Configuration cluster = new Configuration();
        cluster.set(RestOptions.PORT, 0);
        cluster.set(RestOptions.BIND_PORT, "0");
        LiveMetricsReporter.enable(cluster);
        flink = EmbeddedFlink.start(cluster, 3);
        StreamExecutionEnvironment env = flink.environment();
        env.configure(PrefetchJob.named("learning"));
        env.setParallelism(2);
        Learning.define(
                        new Settings(options),
                        given(env, "requests", () -> REQUESTS, AcceptedRequest.class),
                        given(env, "ticks", () -> TICKS, Tick.class)
                                .assignTimestampsAndWatermarks(Times.ofTicks())
                                .setParallelism(1)
                                .uid("tick times"))
                .tasks()
                .map(new Listed())
                .setParallelism(1)
                .uid("listed")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1)
                .uid("sink");
        flink.awaitRunning(flink.submit(env), Duration.ofMinutes(2));
    }

    @AfterAll
    static void stop() throws Exception {
        flink.close();
        REQUESTS.clear();
        TICKS.clear();
        LISTED.clear();
    }

    private static void request(
            String table, String requester, long atMs, long targetMs, long bytes) {
        boolean latest = targetMs == BackupRequest.LATEST;
        BackupRequest request =
                new BackupRequest(
                        "r" + atMs + "#" + sent++,
                        table,
                        List.of(0),
                        latest ? atMs - 5 * SECOND : targetMs,
                        requester,
                        atMs);
        REQUESTS.add(
                new AcceptedRequest(request, new RequestNeeds(latest, List.of(bytes), List.of(1))));
    }

    private static void latest(String table, long atMs, long bytes) {
        request(table, "", atMs, BackupRequest.LATEST, bytes);
    }

    private static void script(int step, long atMs) {
        request("public.walk" + step, "script", atMs, BackupRequest.LATEST, 1000);
    }

    private static @Nullable PrefetchTask next() throws InterruptedException {
        return LISTED.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The first urgent task of each table, once so many tables have one. */
    private static Map<String, PrefetchTask> urgent(int tables) throws InterruptedException {
        Map<String, PrefetchTask> found = new TreeMap<>();
        for (PrefetchTask task = next(); task != null; task = next()) {
            if (task.urgent()) {
                found.putIfAbsent(task.table(), task);
            }
            if (found.size() == tables) {
                return found;
            }
        }
        throw new AssertionError("urgent tasks only for " + found.keySet());
    }

    @Test
    @Order(1)
    void theSecondRoundOfAScriptFindsItsSuccessorsExpectedAtOnce() throws Exception {
        for (int step = 0; step < 4; step++) {
            script(step, MONDAY + step * 4 * SECOND);
        }
        long again = MONDAY + 600 * SECOND;

        script(0, again);
        Map<String, PrefetchTask> expected = urgent(3);

        // There was no tick at all so far.
        assertThat(expected.keySet())
                .containsExactly("public.walk1", "public.walk2", "public.walk3");
        assertThat(expected.values())
                .allSatisfy(
                        task -> {
                            assertThat(task.tickMs()).isEqualTo(again);
                            assertThat(task.deadlineMs()).isGreaterThan(again + 4 * SECOND);
                            assertThat(task.neededBytes()).isEqualTo(1000);
                            assertThat(task.probability()).isGreaterThan(0.5);
                        });
    }

    @Test
    @Order(2)
    void aListIsOrderedByWorthWithinItsBudgetAndKnowsItsTargets() throws Exception {
        double before = heard();
        sent = 0;
        for (int day = 0; day < 5; day++) {
            for (int hour = 0; hour < 24; hour++) {
                long atMs = MONDAY + DAY * (1 + day) + hour * HOUR + 600 * SECOND;
                latest("public.small", atMs, 1 << 20);
                latest("public.large", atMs, 600 << 20);
                if (hour % 2 == 1) {
                    // Hardly in the hour that begins at midnight.
                    latest("public.huge", atMs, 700 << 20);
                }
                long midnight = MONDAY + DAY * (1 + day);
                request("public.audited", "", atMs, midnight, 20 << 20);
            }
        }
        long tick = MONDAY + 6 * DAY;
        TestingCluster.eventually("requests heard", () -> heard() >= before + sent);
        List<PrefetchTask> list = listAt(tick);

        assertThat(list)
                .extracting(PrefetchTask::table)
                .containsSubsequence("public.small", "public.large")
                .doesNotContain("public.huge");
        assertThat(list)
                .filteredOn(task -> task.table().equals("public.audited"))
                .extracting(PrefetchTask::targetMs)
                .containsExactly(tick);
        assertThat(list)
                .filteredOn(task -> task.table().equals("public.small"))
                .extracting(PrefetchTask::targetMs)
                .containsExactly(BackupRequest.LATEST);
        TestingCluster.eventually(
                "what did not fit is counted",
                () -> LiveMetrics.max("overBudget").orElse(0.0) >= 1);
    }

    /** The list of a tick. */
    private static List<PrefetchTask> listAt(long tick) throws InterruptedException {
        LISTED.clear();
        TICKS.add(new Tick(tick, true));
        // The end of its window closes the list.
        TICKS.add(new Tick(tick + HOUR, false));
        List<PrefetchTask> list = new ArrayList<>();
        for (PrefetchTask task = next(); task != null; task = LISTED.poll(2, TimeUnit.SECONDS)) {
            if (!task.urgent() && task.tickMs() == tick) {
                list.add(task);
            }
        }
        return list;
    }

    // Nobody's requests, so that they are all that the histories hear.
    private static double heard() {
        return LiveMetrics.max("history.0.numRecordsIn").orElse(0.0)
                + LiveMetrics.max("history.1.numRecordsIn").orElse(0.0);
    }
}
