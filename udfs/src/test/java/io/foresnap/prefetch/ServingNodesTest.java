package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.event.VirtualClock;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServingNodesTest {

    private static final long REFRESH = 60_000;
    private static final long WINDOW = 5 * REFRESH;
    private static final SourceFile FILE =
            new SourceFile(
                    "hdfs://n/r/changelog/t/0/1-2-x.avro",
                    9,
                    (content, pace) -> {
                        throw new AssertionError("nothing is read");
                    });

    /** Of no process here. */
    private static final int ELSEWHERE = 1000;

    private final AtomicLong nowMs = new AtomicLong(10 * WINDOW);
    private final ServingNodes nodes =
            new ServingNodes(new VirtualClock(0, 0, 1, nowMs::get), REFRESH, 1 << 20);

    /** Lists reach a refresh interval past their window. */
    private static PrefetchTask listed(long tickMs) {
        return PrefetchTask.listed(
                Prediction.ofProbability("t", 0, tickMs, tickMs + WINDOW + REFRESH, .5), 0);
    }

    private boolean isMissing(PrefetchTask task) {
        return nodes.isMissing(task, FILE, ELSEWHERE);
    }

    @Test
    void whatIsElsewhereIsSentAgainBeforeItLeavesAndOnlyForANewerList() {
        PrefetchTask earlier = listed(10 * WINDOW);
        PrefetchTask later = listed(11 * WINDOW);
        assertThat(isMissing(earlier)).isTrue();
        nodes.sent(FILE.path(), earlier.deadlineMs());

        nowMs.set(11 * WINDOW - 1);
        assertThat(isMissing(later)).isFalse();
        nowMs.set(11 * WINDOW);
        assertThat(isMissing(earlier)).isFalse();
        assertThat(isMissing(later)).isTrue();

        nodes.sent(FILE.path(), later.deadlineMs());
        assertThat(isMissing(later)).isFalse();
    }

    @Test
    void whatIsExpectedOutOfTurnIsNotSentAgainWhileItIsThere() {
        PrefetchTask listed = listed(10 * WINDOW);
        nodes.sent(FILE.path(), listed.deadlineMs());
        PrefetchTask urgent =
                new PrefetchTask(
                        "t", 0, .5, 0, nowMs.get(), 0, listed.deadlineMs() + 1, 1, 9, 0, true);

        nowMs.set(listed.deadlineMs() - 1);
        assertThat(isMissing(urgent)).isFalse();
        nowMs.set(listed.deadlineMs());
        assertThat(isMissing(urgent)).isTrue();
    }
}
