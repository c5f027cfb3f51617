package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefetchBudgetTest {

    @Test
    void theLikeliestOfAListHaveRoomAndTheRestHasNone() {
        PrefetchBudget budget = new PrefetchBudget(1000);

        assertThat(budget.admits(1, 0, 100)).isTrue();
        assertThat(budget.admits(1, 0, 100)).isFalse();
        assertThat(budget.admits(1, 0, 80)).isTrue();
    }

    @Test
    void everyListStartsAnew() {
        PrefetchBudget budget = new PrefetchBudget(1000);
        assertThat(budget.admits(1, 0, 150)).isTrue();

        assertThat(budget.admits(1, 1, 150)).isTrue();
        assertThat(budget.admits(2, 0, 150)).isTrue();
    }

    @Test
    void filesThatGrowLessInMemoryLeaveRoomForMore() {
        PrefetchBudget budget = new PrefetchBudget(1000);

        for (int i = 0; i < 200; i++) {
            budget.learn(100, 100);
        }

        assertThat(budget.admits(1, 0, 600)).isTrue();
    }
}
