package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.AsyncHarness;
import io.foresnap.Orders;
import io.foresnap.TestingFileSystem;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planning and what becomes of a plan. */
@SuppressWarnings("NullAway.Init")
class PlanFunctionTest {

    @TempDir Path folder;
    private ServingFixture at;
    private AsyncHarness<ReceivedRequest, Planned> plan;
    private OneInputStreamOperatorTestHarness<Planned, ServeTask> route;

    @BeforeEach
    void open() throws Exception {
        at = new ServingFixture(folder, 2);
        plan =
                AsyncHarness.open(
                        new PlanFunction(at.settings),
                        ReceivedRequest.class,
                        ServingFixture.TIMEOUT);
        route =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new PlanRouteFunction()));
        route.open();
    }

    @AfterEach
    void close() throws Exception {
        TestingFileSystem.recover();
        plan.close();
        route.close();
        at.close();
    }

    private void send(BackupRequest request) throws Exception {
        plan.send(new ReceivedRequest(request, 1));
        plan.await();
        List<Planned> all = plan.extractOutputValues();
        route.processElement(all.get(all.size() - 1), 0);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var records = route.getSideOutput(tag);
        return records == null ? List.of() : records.stream().map(r -> r.getValue()).toList();
    }

    private static BackupRequest request(String table, List<Integer> partitions, long targetMs) {
        return new BackupRequest("r", table, partitions, targetMs, "cron", ServingFixture.NOW);
    }

    @Test
    void theNewestStateOfAllPartitionsBecomesOneTaskAPartitionAtOneTime() throws Exception {
        send(request(at.orders.table, List.of(), BackupRequest.LATEST));

        assertThat(route.extractOutputValues())
                .extracting(ServeTask::plan)
                .containsExactly(at.orders.plan(0), at.orders.plan(1));
        assertThat(route.extractOutputValues())
                .extracting(ServeTask::attempt)
                .allSatisfy(
                        attempt -> {
                            assertThat(attempt.partitions()).isEqualTo(2);
                            assertThat(attempt.request().targetTimeMs()).isEqualTo(at.orders.now());
                        });
        assertThat(side(PlanRouteFunction.ACCEPTED))
                .singleElement()
                .satisfies(
                        accepted -> {
                            assertThat(accepted.request())
                                    .isEqualTo(
                                            request(
                                                    at.orders.table,
                                                    List.of(0, 1),
                                                    at.orders.now()));
                            assertThat(accepted.needs())
                                    .isEqualTo(
                                            new RequestNeeds(
                                                    true,
                                                    List.of(
                                                            at.orders.plan(0).bytes(),
                                                            at.orders.plan(1).bytes()),
                                                    List.of(
                                                            at.orders.plan(0).files(),
                                                            at.orders.plan(1).files())));
                        });
        assertThat(side(PlanRouteFunction.ANSWERS)).isEmpty();
        assertThat(side(ParseFunction.REJECTED)).isEmpty();
    }

    @Test
    void everyAttemptAtARequestHasANameOfItsOwn() throws Exception {
        send(request(at.orders.table, List.of(1), BackupRequest.LATEST));
        send(request(at.orders.table, List.of(1), BackupRequest.LATEST));

        assertThat(route.extractOutputValues())
                .extracting(task -> task.attempt().key())
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key).startsWith("r/"));
    }

    @Test
    void whatCannotBeRestoredIsRejectedAndTeachesNothing() throws Exception {
        send(request("public.nothing", List.of(), BackupRequest.LATEST));
        send(request(at.orders.table, List.of(7), BackupRequest.LATEST));
        send(request(at.orders.table, List.of(), Orders.START - 1));
        send(request(at.orders.table, List.of(), ServingFixture.NOW + 1000));

        assertThat(side(ParseFunction.REJECTED))
                .extracting(Rejection::reason)
                .satisfiesExactly(
                        r -> assertThat(r).isEqualTo("unknown table public.nothing"),
                        r -> assertThat(r).contains("has no partition 7, only [0, 1]"),
                        r -> assertThat(r).contains("can be restored only from"),
                        r -> assertThat(r).contains("lies in the future"));
        assertThat(side(ParseFunction.REJECTED).get(0).request())
                .contains("\"requestId\":\"r\"")
                .contains("\"targetTime\":\"latest\"");
        assertThat(side(PlanRouteFunction.ACCEPTED)).isEmpty();
        assertThat(route.extractOutputValues()).isEmpty();
    }

    @Test
    void storageThatKeepsRefusingIsAFailureAndNoRejection() throws Exception {
        TestingFileSystem.refuse(Integer.MAX_VALUE);

        send(request(at.orders.table, List.of(), BackupRequest.LATEST));

        assertThat(side(PlanRouteFunction.ANSWERS))
                .singleElement()
                .satisfies(
                        answer -> {
                            assertThat(answer.status()).isEqualTo(BackupResult.Status.FAILED);
                            assertThat(answer.reason()).contains("Connection refused");
                        });
        assertThat(side(ParseFunction.REJECTED)).isEmpty();
    }

    @Test
    void storageThatRefusesForAWhileIsTriedAgain() throws Exception {
        TestingFileSystem.refuse(2);

        send(request(at.orders.table, List.of(0), BackupRequest.LATEST));

        assertThat(route.extractOutputValues()).hasSize(1);
    }
}
