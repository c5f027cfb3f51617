package io.foresnap.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.AsyncHarness;
import io.foresnap.ChangeFeed;
import io.foresnap.TestingArchive;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.Tick;
import io.foresnap.guard.ControlCommand.Kind;
import io.foresnap.ranking.PrefetchTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingOrdersFunctionTest {

    private static final ControlCommand PIN = ControlCommand.of(Kind.PIN, "pinned", 1);

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private KeyedTwoInputStreamOperatorTestHarness<Integer, ControlCommand, Tick, TableOrder> start(
            @Nullable OperatorSubtaskState from) throws Exception {
        var harness =
                new KeyedTwoInputStreamOperatorTestHarness<
                        Integer, ControlCommand, Tick, TableOrder>(
                        new KeyedCoProcessOperator<>(
                                new StandingOrdersFunction(Duration.ofMillis(10), ZoneOffset.UTC)),
                        command -> 0,
                        tick -> 0,
                        Types.INT);
        open.add(harness);
        harness.setup();
        if (from != null) {
            harness.initializeState(from);
        }
        harness.open();
        return harness;
    }

    @Test
    void aPinIsDueAtEachTickUntilItIsEnded() throws Exception {
        var orders = start(null);

        orders.processElement1(PIN, 0);
        orders.processElement2(new Tick(100, true), 0);
        orders.processElement2(new Tick(105, false), 0);
        orders.processElement1(ControlCommand.of(Kind.UNPIN, "pinned", 1), 0);
        orders.processElement2(new Tick(110, true), 0);

        assertThat(orders.extractOutputValues())
                .containsExactly(
                        new TableOrder("pinned", 1, 100, 110),
                        new TableOrder("pinned", 1, 105, 115));
    }

    @Test
    void aWarmUpForOnceIsForgottenWhenItIsOver() throws Exception {
        var orders = start(null);

        orders.processElement1(ControlMessages.warmUp(Kind.WARM_UP, "t", -1, "100"), 0);
        orders.processElement2(new Tick(89, true), 0);
        orders.processElement2(new Tick(95, true), 0);
        orders.processElement2(new Tick(110, true), 0);

        assertThat(orders.extractOutputValues()).containsExactly(new TableOrder("t", -1, 95, 110));
        assertThat(orders.numKeyedStateEntries()).isZero();
    }

    @Test
    void aWarmUpThatIsEndedIsNotDue() throws Exception {
        var orders = start(null);

        orders.processElement1(ControlMessages.warmUp(Kind.WARM_UP, "t", -1, "22:00"), 0);
        orders.processElement1(ControlMessages.warmUp(Kind.WARM_UP, "t", -1, "23:00"), 0);
        orders.processElement1(ControlMessages.warmUp(Kind.CANCEL_WARM_UP, "t", -1, "22:00"), 0);
        orders.processElement2(new Tick(Duration.ofHours(22).toMillis(), true), 0);
        orders.processElement2(new Tick(Duration.ofHours(23).toMillis(), true), 0);

        assertThat(orders.extractOutputValues())
                .extracting(TableOrder::tickMs)
                .containsExactly(Duration.ofHours(23).toMillis());
    }

    @Test
    void aFloodOfOrdersIsKeptWithinLimitsAlsoBehindARestart() throws Exception {
        int most = StandingOrdersFunction.MOST;
        var before = start(null);
        for (int i = 0; i < most + 500; i++) {
            before.processElement1(ControlCommand.of(Kind.PIN, "t" + i, 0), 0);
        }
        before.processElement1(ControlCommand.of(Kind.PIN, "t0", 0), 0);

        var after = start(before.snapshot(1, 1));
        after.processElement1(ControlCommand.of(Kind.PIN, "one more", 0), 0);
        after.processElement1(ControlCommand.of(Kind.UNPIN, "t7", 0), 0);
        after.processElement1(ControlCommand.of(Kind.PIN, "in its place", 0), 0);
        after.processElement1(ControlCommand.of(Kind.PIN, "another", 0), 0);
        after.processElement2(new Tick(100, true), 0);

        assertThat(after.extractOutputValues())
                .hasSize(most)
                .extracting(TableOrder::table)
                .contains("t0", "t" + (most - 1), "in its place")
                .doesNotContain("t7", "t" + most, "one more", "another");
    }

    @Test
    void ordersOutliveARestart() throws Exception {
        var before = start(null);
        before.processElement1(PIN, 0);

        var after = start(before.snapshot(1, 1));
        after.processElement2(new Tick(100, true), 0);

        assertThat(after.extractOutputValues())
                .containsExactly(new TableOrder("pinned", 1, 100, 110));
    }

    @Test
    void aDueOrderIsATaskOfEachPartitionThatTheListingShows() throws Exception {
        try (TestingArchive archive = new TestingArchive(folder, 3, 100)) {
            archive.load(ChangeFeed.of("public.orders").insert(1, "v", 1).insert(2, "v", 2));
        }
        StorageSettings storage =
                new StorageSettings(folder.resolve("root").toString(), new Retry(0, 1), List.of());
        AsyncHarness<TableOrder, PrefetchTask> tasks =
                AsyncHarness.open(
                        new OrderTasksFunction(storage), TableOrder.class, Duration.ofMinutes(1));
        open.add(tasks);

        tasks.send(new TableOrder("public.orders", ControlCommand.ALL, 100, 110));
        tasks.send(new TableOrder("public.nowhere", ControlCommand.ALL, 100, 110));
        tasks.send(new TableOrder("public.items", 7, 100, 110));
        tasks.await();

        assertThat(tasks.extractOutputValues())
                .containsExactlyInAnyOrder(
                        PrefetchTask.ordered("public.orders", 0, 100, 110),
                        PrefetchTask.ordered("public.orders", 1, 100, 110),
                        PrefetchTask.ordered("public.orders", 2, 100, 110),
                        PrefetchTask.ordered("public.items", 7, 100, 110))
                .allMatch(PrefetchTask::isOrdered);
    }
}
