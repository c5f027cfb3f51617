package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequesterHabitsTest {

    private static final long MINUTE = 60_000;

    @Test
    void aScriptsLaterTablesAreExpectedFromItsFirst() {
        RequesterHabits habits = new RequesterHabits();
        for (int day = 0; day < 10; day++) {
            walk(habits, day * 24 * 60);
        }

        List<Sign> signs = habits.hear("orders", 10 * 24 * 60 * MINUTE);

        assertThat(signs).extracting(Sign::table).containsExactlyInAnyOrder("lines", "stock");
        Sign lines =
                signs.stream().filter(s -> s.table().equals("lines")).findFirst().orElseThrow();
        assertThat(lines.lagMs()).isBetween(2 * MINUTE, 4 * MINUTE);
        assertThat(lines.share()).isGreaterThan(0.9f);
    }

    @Test
    void whatFollowsOnlySometimesHasASmallShare() {
        RequesterHabits habits = new RequesterHabits();
        for (int i = 0; i < 200; i++) {
            long timeMs = i * 600 * MINUTE;
            habits.hear("orders", timeMs);
            if (i % 4 == 0) {
                habits.hear("lines", timeMs + MINUTE);
            }
        }

        List<Sign> signs = habits.hear("orders", 200 * 600 * MINUTE);

        assertThat(signs).hasSize(1);
        assertThat((double) signs.get(0).share()).isCloseTo(0.25, within(0.08));
    }

    @Test
    void aLongWalkIsKnownAllAlong() {
        RequesterHabits habits = new RequesterHabits();
        for (int day = 0; day < 5; day++) {
            for (int table = 0; table < 50; table++) {
                habits.hear("t" + table, (day * 1440 + table) * MINUTE);
            }
        }

        for (int table = 0; table < 49; table++) {
            assertThat(habits.hear("t" + table, (5 * 1440 + table) * MINUTE))
                    .extracting(Sign::table)
                    .contains("t" + (table + 1));
        }
    }

    @Test
    void partitionsOfOneTableAndRepetitionsAreOneRequest() {
        RequesterHabits habits = new RequesterHabits();
        for (int day = 0; day < 10; day++) {
            for (int partition = 0; partition < 12; partition++) {
                habits.hear("orders", day * 1440 * MINUTE);
            }
            habits.hear("lines", (day * 1440 + 2) * MINUTE);
            habits.hear("orders", day * 1440 * MINUTE);
        }

        List<Sign> signs = habits.hear("orders", 10 * 1440 * MINUTE);

        assertThat(signs).hasSize(1);
        assertThat(signs.get(0).share()).isGreaterThan(0.9f);
    }

    @Test
    void whatIsFarApartIsNoHabit() {
        RequesterHabits habits = new RequesterHabits();
        for (int i = 0; i < 20; i++) {
            habits.hear("orders", i * 2000 * MINUTE);
            habits.hear("lines", (i * 2000 + 600) * MINUTE);
        }

        assertThat(habits.hear("orders", 40_000 * MINUTE)).isEmpty();
    }

    @Test
    void whatIsRememberedIsBounded() {
        RequesterHabits habits = new RequesterHabits();
        for (int i = 0; i < 5000; i++) {
            habits.hear("t" + i % 700, i * MINUTE);
        }

        assertThat(habits.tables.size()).isLessThanOrEqualTo(64);
        assertThat(habits.pairs.size()).isLessThanOrEqualTo(640);
        assertThat(habits.recentTables.size()).isLessThanOrEqualTo(10);
    }

    @Test
    void theProbabilityOfASignIsConditionalOnTheTimeWithoutARequest() {
        Sign sign = new Sign("lines", 0, 10 * MINUTE, MINUTE, 0.8f);

        assertThat(sign.probability(0, 5 * MINUTE)).isLessThan(0.01);
        assertThat(sign.probability(8 * MINUTE, 5 * MINUTE)).isBetween(0.75, 0.8);
        // Long overdue: it was one of the times without.
        assertThat(sign.probability(20 * MINUTE, 5 * MINUTE)).isLessThan(0.01);
    }

    @Test
    void aSignIsOverWhenItCameTrueOrItsTimeHasPassed() {
        TableSigns signs = new TableSigns();
        signs.hear(new Sign("lines", 10 * MINUTE, 10 * MINUTE, MINUTE, 0.8f));

        signs.foldBefore(10 * MINUTE);
        assertThat(signs.strongest(0, 10 * MINUTE, MINUTE)).isNull();
        signs.foldBefore(15 * MINUTE);
        assertThat(signs.strongest(0, 15 * MINUTE, 5 * MINUTE)).isNotNull();
        assertThat(signs.strongest(14 * MINUTE, 15 * MINUTE, 5 * MINUTE)).isNull();
        signs.foldBefore(60 * MINUTE);
        assertThat(signs.empty()).isTrue();
    }

    private static void walk(RequesterHabits habits, long startMinute) {
        habits.hear("orders", startMinute * MINUTE);
        habits.hear("lines", (startMinute + 2 + startMinute / 1440 % 3) * MINUTE);
        habits.hear("stock", (startMinute + 7) * MINUTE);
    }
}
