package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.cache.CacheSettings;
import io.foresnap.event.VirtualClock;
import io.foresnap.prefetch.PrefetchBudget.Need;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefetchBudgetTest {

    /** A byte in storage becomes four in memory, until something else is learned. */
    private final PrefetchBudget budget = budget(.25);

    private static PrefetchBudget budget(double demandShare) {
        return new PrefetchBudget(
                new CacheSettings(1000, 0, null, null, demandShare, 1, 0, VirtualClock.REAL, 0));
    }

    private static List<Need> unused(String path, long bytes) {
        return List.of(new Need(path, bytes, false));
    }

    private static List<Need> used(String path, long bytes) {
        return List.of(new Need(path, bytes, true));
    }

    @Test
    void theBestOfAListHaveRoomAndTheRestHasNone() {
        assertThat(budget.admits(1, 0, unused("a", 100))).isTrue();
        assertThat(budget.admits(1, 0, unused("b", 100))).isFalse();
        assertThat(budget.admits(1, 0, unused("c", 80))).isTrue();
    }

    @Test
    void theDemandsShareIsWhatTheCacheGivesIt() {
        assertThat(budget(0).admits(1, 0, unused("a", 250))).isTrue();
        assertThat(budget(.5).admits(1, 0, unused("a", 126))).isFalse();
        assertThat(budget(1).admitsUrgent(unused("a", 1))).isFalse();
        assertThat(budget.admitsUrgent(unused("a", 187))).isTrue();
    }

    @Test
    void aFileThatSeveralTasksNeedCountsOnce() {
        assertThat(budget.admits(1, 0, unused("snapshot", 150))).isTrue();

        assertThat(
                        budget.admits(
                                1,
                                0,
                                List.of(
                                        new Need("snapshot", 150, false),
                                        new Need("segment", 30, false))))
                .isTrue();
        assertThat(budget.admits(1, 0, unused("another", 30))).isFalse();
    }

    @Test
    void aStragglerOfAnOlderRoundDoesNotMakeRoom() {
        assertThat(budget.admits(1, 1, unused("a", 100))).isTrue();

        assertThat(budget.admits(1, 0, unused("b", 50))).isTrue();
        assertThat(budget.admits(0, 9, unused("c", 50))).isFalse();
        assertThat(budget.admits(1, 1, unused("d", 50))).isFalse();
        assertThat(budget.admits(1, 2, unused("d", 50))).isTrue();
    }

    @Test
    void whatWasRefusedDoesNotCount() {
        assertThat(
                        budget.admits(
                                1, 0, List.of(new Need("a", 30, false), new Need("b", 200, false))))
                .isFalse();

        assertThat(budget.admits(1, 0, unused("c", 187))).isTrue();
    }

    @Test
    void whatRequestsHaveUsedTakesMemoryButNotTheShareOfPredictions() {
        assertThat(budget.admits(1, 0, used("a", 60))).isTrue();
        assertThat(budget.admits(1, 0, unused("b", 187))).isTrue();

        assertThat(budget.admits(1, 0, used("c", 10))).isFalse();
        assertThat(budget.admitsUrgent(used("d", 1000))).isTrue();
    }

    @Test
    void everyListStartsAnew() {
        assertThat(budget.admits(1, 0, unused("a", 150))).isTrue();

        assertThat(budget.admits(1, 1, unused("b", 150))).isTrue();
        assertThat(budget.admits(2, 0, unused("c", 150))).isTrue();
    }

    @Test
    void filesThatGrowLessInMemoryLeaveRoomForMore() {
        for (int i = 0; i < 200; i++) {
            budget.learn(100, 100);
        }

        assertThat(budget.admits(1, 0, unused("a", 600))).isTrue();
    }
}
