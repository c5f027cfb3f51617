package io.foresnap.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.event.BackupRequest;
import io.foresnap.features.ExpectedRequest;
import io.foresnap.features.Successor;
import io.foresnap.history.LikelyTarget;
import io.foresnap.history.Sign;
import io.foresnap.options.PrefetchOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class SuccessorFunctionTest {

    private static final Valuation VALUATION =
            new Valuation(PrefetchOrder.VALUE, Duration.ofMillis(20), 100 << 20);

    private static List<PrefetchTask> tasks() {
        List<PrefetchTask> tasks = new ArrayList<>();
        ExpectedRequest expected =
                new ExpectedRequest(
                        1,
                        5000,
                        2,
                        List.of(
                                new LikelyTarget(BackupRequest.LATEST, .6f),
                                new LikelyTarget(777, .4f)));
        Sign sign = new Sign("lines", 10_000, 4000, 1500, .9f);
        new SuccessorFunction(VALUATION)
                .flatMap(new Successor(3, sign, expected), new ListCollector<>(tasks));
        return tasks;
    }

    @Test
    void aLikelySuccessorIsAnUrgentTaskForEachTargetUntilItHasSurelyCome() {
        assertThat(tasks())
                .allSatisfy(
                        task -> {
                            assertThat(task.table()).isEqualTo("lines");
                            assertThat(task.partition()).isEqualTo(3);
                            assertThat(task.urgent()).isTrue();
                            assertThat(task.probability()).isEqualTo(.9f);
                            assertThat(task.neededBytes()).isEqualTo(5000);
                            assertThat(task.deadlineMs()).isEqualTo(10_000 + 4000 + 4500);
                        })
                .extracting(PrefetchTask::targetMs)
                .containsExactly(BackupRequest.LATEST, 777L);
        assertThat(tasks().get(0).value()).isGreaterThan(tasks().get(1).value());
    }
}
