package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.event.MachineClock;
import io.foresnap.local.LiveMetrics;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole job while the machine's clock is wrong by a day. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ClockFaultTest {

    private static final long DAY = Duration.ofDays(1).toMillis();

    private TestingCluster cluster;
    private JobID job;
    private Shop orders;
    private int sent;

    /** The machine's clock, which can be set. */
    private enum SetClock implements MachineClock {
        INSTANCE;

        private static final AtomicLong STEP = new AtomicLong();

        @Override
        public long millis() {
            return InstantSource.system().millis() + STEP.get();
        }
    }

    @BeforeAll
    void start() throws IOException {
        cluster = new TestingCluster();
        long now = System.currentTimeMillis();
        orders = new Shop(cluster.storage, "public.orders", 2, 50, now - DAY / 24);
        orders.close(now);
        Configuration options = cluster.options();
        options.set(ForesnapOptions.PREDICTION_INTERVAL, Duration.ofSeconds(1));
        options.set(ForesnapOptions.REFRESH_INTERVAL, Duration.ofSeconds(1));
        options.set(ForesnapOptions.MIN_PROBABILITY, 0.0);
        job =
                cluster.submit(
                        options,
                        (env, o) -> PrefetchJob.define(env, new Settings(o, SetClock.INSTANCE)));
    }

    @AfterAll
    void stop() throws IOException {
        SetClock.STEP.set(0);
        cluster.close();
    }

    private void assertServed() throws IOException {
        String id = "clock-" + sent++;
        cluster.send("{\"requestId\":\"" + id + "\",\"table\":\"public.orders\"}");
        JsonNode result = cluster.result(id);
        assertThat(result.get("status").asText()).as("%s", result).isEqualTo("ACKNOWLEDGED");
        assertThat(cluster.rowsOf(result)).isEqualTo(orders.rows());
    }

    /** Lists go on being made; a list ends with a watermark. */
    private static void awaitLists() throws InterruptedException {
        double before = lists();
        TestingCluster.eventually("new lists are made", () -> lists() > before + 4);
    }

    private static double lists() {
        return LiveMetrics.sum("ranked").orElse(0.0);
    }

    @Test
    void requestsAreServedAndListsMadeWhileItIsADayAheadOrBehindAndWhenItIsPutRight()
            throws Exception {
        assertServed();
        awaitLists();

        for (long step : new long[] {DAY, 0, -DAY, 0}) {
            SetClock.STEP.set(step);
            assertServed();
            awaitLists();
            assertServed();
        }

        assertThat(cluster.flink.attempts(job)).isZero();
        assertThat(cluster.storage.list(cluster.storage.directory("backups", "public.orders")))
                .hasSize(sent);
    }
}
