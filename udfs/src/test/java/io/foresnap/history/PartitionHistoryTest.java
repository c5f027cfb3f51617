package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.event.BackupRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionHistoryTest {

    private static final WallClock CLOCK = new WallClock(WallClock.UTC);

    private static final long WINDOW = 100;

    private final PartitionHistory history = new PartitionHistory();

    @Test
    void anAccessTakesEffectAtTheFirstTickAfterIt() {
        history.hear(at(150));

        history.foldBefore(100, WINDOW, CLOCK);
        boolean seenBefore = history.seen();
        history.foldBefore(150, WINDOW, CLOCK);
        boolean seenAt = history.seen();
        history.foldBefore(151, WINDOW, CLOCK);

        assertThat(seenBefore).isFalse();
        assertThat(seenAt).isFalse();
        assertThat(history.count).isEqualTo(1);
    }

    @Test
    void accessesOutOfOrderBetweenTicksAreFoldedInOrder() {
        history.hear(at(70));
        history.hear(at(10));
        history.hear(at(40));

        history.foldBefore(100, WINDOW, CLOCK);

        assertThat(history.ring.gapsMs()).containsExactly(30, 30);
        assertThat(history.firstMs).isEqualTo(10);
        assertThat(history.lastMs).isEqualTo(70);
    }

    @Test
    void aLatecomerCountsButLeavesTheGapsAlone() {
        history.hear(at(150));
        history.foldBefore(200, WINDOW, CLOCK);
        history.hear(at(50));

        history.foldBefore(300, WINDOW, CLOCK);

        assertThat(history.count).isEqualTo(2);
        assertThat(history.inOrder).isEqualTo(1);
        assertThat(history.ring.size).isEqualTo(1);
        assertThat(history.lastMs).isEqualTo(150);
    }

    @Test
    void aVectorIsGivenBackOnlyWhenItsWindowHasClosed() {
        history.hear(at(50));
        history.foldBefore(100, WINDOW, CLOCK);
        history.await(new Awaiting(100, WINDOW, new float[] {1}, new byte[0], 0, false, 1));
        history.hear(at(199));

        history.foldBefore(199, WINDOW, CLOCK);
        List<Awaiting> early = history.takeClosed(199);
        history.foldBefore(200, WINDOW, CLOCK);
        List<Awaiting> closed = history.takeClosed(200);

        assertThat(early).isEmpty();
        assertThat(closed).extracting(Awaiting::hit).containsExactly(true);
        assertThat(history.takeClosed(200)).isEmpty();
    }

    @Test
    void vectorsWhoseWindowsOverlapAreEachGivenBackAndBothSeeWhatFallsIntoBoth() {
        long horizon = WINDOW + WINDOW / 5;
        List<Long> hits = new ArrayList<>();
        List<Long> closed = new ArrayList<>();
        // In the beginning of the windows from 300 and 700: near enough for those before, too.
        history.hear(at(50));
        history.hear(at(310));
        history.hear(at(730));

        for (long tick = 100; tick <= 1000; tick += WINDOW) {
            history.foldBefore(tick, WINDOW, CLOCK);
            for (Awaiting each : history.takeClosed(tick)) {
                closed.add(each.tickMs());
                if (each.hit()) {
                    hits.add(each.tickMs());
                }
            }
            history.await(new Awaiting(tick, horizon, new float[] {1}, new byte[0], 0, false, 1));
        }

        assertThat(closed).containsExactly(100L, 200L, 300L, 400L, 500L, 600L, 700L, 800L);
        assertThat(hits).containsExactly(200L, 300L, 700L);
    }

    @Test
    void whenWindowsHaveBecomeShorterTheNewerVectorMayCloseFirst() {
        history.await(new Awaiting(100, 5 * WINDOW, new float[] {1}, new byte[0], 0, false, 1));
        history.await(new Awaiting(200, WINDOW, new float[] {1}, new byte[0], 0, false, 1));

        assertThat(history.takeClosed(300)).extracting(Awaiting::tickMs).containsExactly(200L);
        assertThat(history.takeClosed(600)).extracting(Awaiting::tickMs).containsExactly(100L);
    }

    @Test
    void anAccessAtTheEndOfAWindowBelongsToTheNext() {
        history.hear(at(50));
        history.foldBefore(100, WINDOW, CLOCK);
        history.await(new Awaiting(100, WINDOW, new float[] {1}, new byte[0], 0, false, 1));
        history.hear(at(200));

        history.foldBefore(300, WINDOW, CLOCK);

        assertThat(history.takeClosed(300)).extracting(Awaiting::hit).containsExactly(false);
    }

    @Test
    void theHourProfileCountsWindowsNotAccesses() {
        long hour = 3_600_000;
        for (int day = 0; day < 5; day++) {
            history.hear(at(day * 24 * hour + 9 * hour));
            history.hear(at(day * 24 * hour + 9 * hour + 1));
        }

        history.foldBefore(5 * 24 * hour, hour, CLOCK);

        assertThat(history.profile.share(9, 0)).isGreaterThan(0.8);
        assertThat(history.profile.share(10, 0)).isZero();
    }

    @Test
    void aNewWindowLengthStartsTheSeriesAfreshAndKeepsTheGaps() {
        history.hear(at(50));
        history.hear(at(150));
        history.foldBefore(1000, WINDOW, CLOCK);

        history.foldBefore(2000, 2 * WINDOW, CLOCK);

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
    void whatRequestsNeedFollowsThemSlowly() {
        PartitionHistory history = new PartitionHistory();
        history.needed(1000, 10);
        float first = history.neededBytes;
        for (int i = 0; i < 5; i++) {
            history.needed(2000, 20);
        }

        assertThat(first).isEqualTo(1000);
        assertThat(history.neededBytes).isBetween(1500f, 1900f);
        assertThat(history.neededFiles).isBetween(15f, 19f);
    }

    @Test
    void aRequesterIsKnownAsSoonAsItsRequestIsHeard() {
        PartitionHistory history = new PartitionHistory();
        history.hear(new Access(5, 0, 7));

        assertThat(history.knows(7)).isTrue();
        history.foldBefore(100, 10, new WallClock(WallClock.UTC));
        assertThat(history.knows(7)).isTrue();
        assertThat(history.knows(8)).isFalse();
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
