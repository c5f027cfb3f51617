package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.event.Tick;
import io.foresnap.event.VirtualClock;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.ModelType;
import io.foresnap.options.RankingOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests that come as soon as a window has begun, while its list is not there yet: a tick takes a
 * while, as one over many partitions does.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class LeadTimeTest {

    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long WINDOW = 5 * MINUTE;

    /** A window lasts for three seconds of the machine's. */
    private static final double SPEED = 100;

    private static final long TICK_TAKES_MS = 1000;
    private static final int MOST_WINDOWS = 30;

    private TestingCluster cluster;
    private Shop orders;
    private VirtualClock clock;
    private long lastClosedMs = START + WINDOW;
    private int sent;

    @BeforeEach
    void start() throws IOException {
        cluster = new TestingCluster();
        orders = new Shop(cluster.storage, "public.orders", 1, 50, START);
        orders.close(lastClosedMs);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
    }

    private JobID submit(Duration lead) throws IOException {
        Configuration options = cluster.options();
        options.set(ForesnapOptions.MODEL_TYPE, ModelType.HISTOGRAM);
        options.set(ForesnapOptions.PREDICTION_INTERVAL, Duration.ofMillis(WINDOW));
        options.set(RankingOptions.LEAD_TIME, lead);
        options.set(ForesnapOptions.CLOCK_SPEED, SPEED);
        options.set(ForesnapOptions.CLOCK_ORIGIN, START + WINDOW);
        options.set(ForesnapOptions.CLOCK_STARTED, System.currentTimeMillis());
        clock = new Settings(options).clock();
        return cluster.submit(
                options,
                (env, o) -> {
                    Settings settings = new Settings(o);
                    PrefetchJob.define(env, settings, slowTicks(env, settings));
                });
    }

    private static SingleOutputStreamOperator<Tick> slowTicks(
            StreamExecutionEnvironment env, Settings settings) {
        return PrefetchJob.ticks(env, settings)
                .map(
                        tick -> {
                            Thread.sleep(tick.predicts() ? TICK_TAKES_MS : 0);
                            return tick;
                        })
                .returns(Tick.class)
                .setParallelism(1)
                .uid("slow ticks");
    }

    private void awaitClock(long timeMs) throws InterruptedException {
        Thread.sleep(clock.machineMillisUntil(timeMs));
    }

    /** Closes a segment well before the next window begins, then asks as soon as it has begun. */
    private boolean findsEverythingAtTheBeginningOfTheNextWindow() throws Exception {
        long next = clock.nowMs() + 2 * MINUTE;
        next += WINDOW - Math.floorMod(next, WINDOW);
        awaitClock(next - 2 * MINUTE - MINUTE / 2);
        orders.update(sent % 50, "window " + sent, next - 3 * MINUTE);
        orders.close(next - 3 * MINUTE + 1);
        awaitClock(next + MINUTE / 20);
        String id = "early-" + sent++;
        cluster.send(
                "{\"requestId\":\"%s\",\"table\":\"public.orders\",\"requester\":\"cron\",\"requestedAt\":%d}"
                        .formatted(id, clock.nowMs()));
        JsonNode result = cluster.result(id);
        assertThat(result.get("status").asText()).as("%s", result).isEqualTo("ACKNOWLEDGED");
        assertThat(cluster.rowsOf(result)).isEqualTo(orders.rows());
        return result.get("cachedFiles").asInt() == result.get("neededFiles").asInt();
    }

    private int mostInARow(int enough) throws Exception {
        int inARow = 0;
        int most = 0;
        for (int window = 0; window < MOST_WINDOWS && inARow < enough; window++) {
            inARow = findsEverythingAtTheBeginningOfTheNextWindow() ? inARow + 1 : 0;
            most = Math.max(most, inARow);
        }
        return most;
    }

    @Test
    void whatIsAskedForRightAfterATickIsThereWholeBeforeItsListIsMade() throws Exception {
        submit(Duration.ofMinutes(2));

        assertThat(mostInARow(3)).isEqualTo(3);
    }

    @Test
    void withoutALeadItsNewestSegmentIsMissing() throws Exception {
        submit(Duration.ZERO);

        int found = 0;
        for (int window = 0; window < 8; window++) {
            found += findsEverythingAtTheBeginningOfTheNextWindow() ? 1 : 0;
        }

        // Where the machine is so slow that the list is there before the request.
        assertThat(found).isLessThan(3);
    }
}
