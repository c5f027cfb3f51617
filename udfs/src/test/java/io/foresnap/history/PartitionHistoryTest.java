package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.event.BackupRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionHistoryTest {

    private static final long WINDOW = 100;

    private final PartitionHistory history = new PartitionHistory();

    @Test
    void anAccessTakesEffectAtTheFirstTickAfterIt() {
        history.hear(at(150));

        history.foldBefore(100, WINDOW);
        boolean seenBefore = history.seen();
        history.foldBefore(150, WINDOW);
        boolean seenAt = history.seen();
        history.foldBefore(151, WINDOW);

        assertThat(seenBefore).isFalse();
        assertThat(seenAt).isFalse();
        assertThat(history.count).isEqualTo(1);
    }

    @Test
    void accessesOutOfOrderBetweenTicksAreFoldedInOrder() {
        history.hear(at(70));
        history.hear(at(10));
        history.hear(at(40));

        history.foldBefore(100, WINDOW);

        assertThat(history.ring.gapsMs()).containsExactly(30, 30);
        assertThat(history.firstMs).isEqualTo(10);
        assertThat(history.lastMs).isEqualTo(70);
    }

    @Test
    void aLatecomerCountsButLeavesTheGapsAlone() {
        history.hear(at(150));
        history.foldBefore(200, WINDOW);
        history.hear(at(50));

        history.foldBefore(300, WINDOW);

        assertThat(history.count).isEqualTo(2);
        assertThat(history.ring.size).isEqualTo(1);
        assertThat(history.lastMs).isEqualTo(150);
    }

    @Test
    void aVectorIsGivenBackOnlyWhenItsWindowHasClosed() {
        history.hear(at(50));
        history.foldBefore(100, WINDOW);
        history.await(100, WINDOW, new float[] {1}, new byte[0]);
        history.hear(at(199));

        history.foldBefore(199, WINDOW);
        Awaiting early = history.takeClosed(199);
        history.foldBefore(200, WINDOW);
        Awaiting closed = history.takeClosed(200);

        assertThat(early).isNull();
        assertThat(closed).isNotNull().extracting(Awaiting::hit).isEqualTo(true);
        assertThat(history.takeClosed(200)).isNull();
    }

    @Test
    void anAccessAtTheEndOfAWindowBelongsToTheNext() {
        history.hear(at(50));
        history.foldBefore(100, WINDOW);
        history.await(100, WINDOW, new float[] {1}, new byte[0]);
        history.hear(at(200));

        history.foldBefore(300, WINDOW);

        assertThat(history.takeClosed(300)).isNotNull().extracting(Awaiting::hit).isEqualTo(false);
    }

    @Test
    void theHourProfileCountsWindowsNotAccesses() {
        long hour = 3_600_000;
        for (int day = 0; day < 5; day++) {
            history.hear(at(day * 24 * hour + 9 * hour));
            history.hear(at(day * 24 * hour + 9 * hour + 1));
        }

        history.foldBefore(5 * 24 * hour, hour);

        assertThat(history.profile.share(9, 0)).isGreaterThan(0.8);
        assertThat(history.profile.share(10, 0)).isZero();
    }

    @Test
    void aNewWindowLengthStartsTheSeriesAfreshAndKeepsTheGaps() {
        history.hear(at(50));
        history.hear(at(150));
        history.foldBefore(1000, WINDOW);

        history.foldBefore(2000, 2 * WINDOW);

        assertThat(history.occupancy.closed).isZero();
        assertThat(history.interarrivals.lifelongSurvivors(0)).isEqualTo(1);
    }

    @Test
    void anAccessKeepsHowFarBackItsTargetLay() {
        BackupRequest past = new BackupRequest("r", "t", List.of(0), 40_000, "me", 100_000);
        BackupRequest latest =
                new BackupRequest("r", "t", List.of(0), BackupRequest.LATEST, "me", 100_000);

        assertThat(Access.of(past).lagSeconds()).isEqualTo(60);
        assertThat(Access.of(latest).lagSeconds()).isZero();
    }

    @Test
    void aRequestIdIsNewOnceUntilItIsLongGone() {
        RecentRequests recent = new RecentRequests();

        boolean first = recent.add("r");
        boolean second = recent.add("r");
        for (int i = 0; i < RecentRequests.CAPACITY; i++) {
            recent.add("other" + i);
        }

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(recent.add("r")).isTrue();
    }

    private static Access at(long timeMs) {
        return new Access(timeMs, 0, 0);
    }
}
