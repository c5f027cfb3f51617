package io.foresnap.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.history.Access;
import io.foresnap.history.Occupancy;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RequesterGaps;
import io.foresnap.history.TableSigns;
import io.foresnap.history.TargetHabits;
import io.foresnap.history.WallClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FeatureTest {

    private static final long MINUTE = 60_000;
    private static final long WINDOW = 5 * MINUTE;

    @Test
    void aPlaceOnTheAxisOfLevelsStaysWithinIt() {
        for (Feature feature : Feature.values()) {
            for (double value :
                    new double[] {
                        -1e9, 0, 1e9, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
                    }) {
                if (feature.levels() > 0) {
                    assertThat(feature.position(value))
                            .isGreaterThanOrEqualTo(0)
                            .isLessThan(feature.levels());
                }
            }
        }
    }

    @Test
    void logOddsAndBackIsTheSameProbability() {
        for (double p : new double[] {0.001, 0.2, 0.5, 0.99}) {
            assertThat(Odds.sigmoid(Odds.logit(p))).isCloseTo(p, within(1e-12));
        }
        assertThat(Odds.sigmoid(Odds.logit(3, 10, 0.5, 10))).isCloseTo(8 / 20.0, within(1e-12));
    }

    @Test
    void thePeriodOfAPartitionIsFoundAndPredictsItsNextWindow() {
        Occupancy occupancy = new Occupancy();
        for (long slot = 0; slot <= 12 * 20; slot += 12) {
            occupancy.record(slot);
        }
        LagSearch search = new LagSearch();

        occupancy.advanceTo(12 * 21);
        search.search(occupancy);
        double due = search.probability();
        occupancy.advanceTo(12 * 21 + 5);
        search.search(occupancy);
        double between = search.probability();

        assertThat(due).isGreaterThan(0.85);
        assertThat(between).isLessThan(0.02);
        assertThat(search.strength()).isGreaterThan(50);
    }

    @Test
    void whatFollowedTheSameWindowsBeforeIsExpectedAgain() {
        // 1 1 0 1 0 0, again and again: no single lag or count tells the next one.
        boolean[] pattern = {true, true, false, true, false, false};
        ContextMatch match = new ContextMatch();
        Occupancy occupancy = new Occupancy();
        for (int slot = 0; slot < 120; slot++) {
            if (slot > 60) {
                occupancy.advanceTo(slot);
                double p = match.probability(occupancy);
                assertThat(p > 0.5).isEqualTo(pattern[slot % 6]);
                assertThat(Math.abs(p - 0.5)).isGreaterThan(0.45);
            }
            if (pattern[slot % 6]) {
                occupancy.record(slot);
            }
        }
    }

    @Test
    void aContextSeenOnceDefersToTheShareOfAllWindows() {
        Occupancy occupancy = new Occupancy();
        occupancy.record(0);
        occupancy.advanceTo(1);

        assertThat(new ContextMatch().probability(occupancy)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void alternatingGapsAreToldApartByTheGapBefore() {
        PartitionHistory history = new PartitionHistory();
        long time = 0;
        for (int i = 0; i < 16; i++) {
            history.hear(new Access(time, 0, 0));
            time += i % 2 == 0 ? 10 * MINUTE : 60 * MINUTE;
        }
        // The last gap was a short one, so the next is long.
        long last = time - 60 * MINUTE;

        float early = walk(history, last + 8 * MINUTE).get(0).value(Feature.AFTER_GAP);
        float due = walk(history, last + 58 * MINUTE).get(0).value(Feature.AFTER_GAP);

        assertThat(early).isLessThan(-1);
        assertThat(due).isGreaterThan(1);
    }

    @Test
    void aPartitionSeenOnceHasNoPeriod() {
        Occupancy occupancy = new Occupancy();
        occupancy.record(0);
        occupancy.advanceTo(10);
        LagSearch search = new LagSearch();

        search.search(occupancy);

        assertThat(search.strength()).isZero();
        assertThat(search.probability()).isCloseTo(1.5 / 11, within(1e-12));
    }

    @Test
    void featuresOfAnHourlyPartitionSayWhenItIsDue() {
        PartitionHistory hourly = new PartitionHistory();
        for (int hour = 0; hour < 10; hour++) {
            hourly.hear(new Access(hour * 60 * MINUTE, 0, 7));
        }

        PartitionFeatures features = walk(hourly, 9 * 60 * MINUTE + 50 * MINUTE).get(0);

        assertThat(features.value(Feature.AGE)).isCloseTo(3.32f, within(0.01f));
        assertThat(features.value(Feature.DUE_BY_LAST)).isEqualTo(2f);
        assertThat(features.value(Feature.DUE_BY_MEDIAN)).isEqualTo(2f);
        assertThat(features.value(Feature.COUNT)).isCloseTo(3.32f, within(0.01f));
        assertThat(features.value(Feature.REQUESTERS)).isZero();
        assertThat(features.value(Feature.HOUR)).isEqualTo(9f);
    }

    @Test
    void everyFeatureIsFiniteFromTheFirstAccessOn() {
        PartitionHistory history = new PartitionHistory();
        history.hear(new Access(0, 0, 0));

        for (long tick = 1; tick < 100; tick++) {
            for (PartitionFeatures features : walk(history, tick * WINDOW)) {
                for (float value : features.values()) {
                    assertThat(value).isFinite();
                }
            }
        }
    }

    @Test
    void theHazardOfASteadyPartitionRisesTowardsItsPeriod() {
        PartitionHistory hourly = new PartitionHistory();
        for (int hour = 0; hour < 20; hour++) {
            hourly.hear(new Access(hour * 60 * MINUTE, 0, 0));
        }
        long last = 19 * 60 * MINUTE;

        float early = walk(hourly, last + 10 * MINUTE).get(0).value(Feature.HAZARD);
        float due = walk(hourly, last + 55 * MINUTE).get(0).value(Feature.HAZARD);

        assertThat(due).isGreaterThan(early + 1);
    }

    @Test
    void aPartitionWithoutGapsIsJudgedByItsRequestersOtherTables() {
        PartitionHistory eager = new PartitionHistory();
        eager.hear(new Access(0, 0, 7).by(gaps(10 * MINUTE)));
        PartitionHistory lazy = new PartitionHistory();
        lazy.hear(new Access(0, 0, 8).by(gaps(24 * 60 * MINUTE)));

        float ofEager = walk(eager, 8 * MINUTE).get(0).value(Feature.REQUESTER_HAZARD);
        float ofLazy = walk(lazy, 8 * MINUTE).get(0).value(Feature.REQUESTER_HAZARD);

        assertThat(ofEager).isGreaterThan(ofLazy + 1);
    }

    private static byte[] gaps(long gapMs) {
        RequesterGaps gaps = new RequesterGaps();
        for (int i = 0; i < 20; i++) {
            gaps.add(gapMs);
        }
        return gaps.packed();
    }

    @Test
    void aRequesterSeenElsewhereIsSeenHere() {
        Playback playback = new Playback(WINDOW);
        playback.hear("a", 0, new Access(MINUTE, 0, 7));
        playback.hear("b", 0, new Access(MINUTE, 0, 8));
        playback.hear("c", 0, new Access(100 * WINDOW - MINUTE, 0, 7));

        List<PartitionFeatures> made = playback.tick(100 * WINDOW).made();

        assertThat(made.get(0).value(Feature.AGE)).isGreaterThan(6);
        assertThat(made.get(0).value(Feature.REQUESTER_AGE)).isLessThan(0);
        assertThat(made.get(1).value(Feature.REQUESTER_AGE)).isGreaterThan(6);
    }

    @Test
    void siblingsAreTheOtherPartitionsOfTheTable() {
        TreeMap<Integer, PartitionHistory> table = new TreeMap<>();
        for (int partition = 0; partition < 3; partition++) {
            PartitionHistory history = new PartitionHistory();
            history.hear(new Access(partition == 0 ? 0 : 7 * MINUTE, 0, 0));
            table.put(partition, history);
        }
        TickWalk walk =
                new TickWalk(
                        new TickTimes(10 * MINUTE, WINDOW, 0),
                        Integer.MAX_VALUE,
                        new WallClock(WallClock.UTC),
                        Map.of());
        table.values().forEach(walk::fold);
        List<PartitionFeatures> made = new ArrayList<>();

        walk.emit("t", table, new TableSigns(), new TargetHabits(), made::add, example -> {});

        float ofIdle = made.get(0).value(Feature.SIBLINGS);
        float ofActive = made.get(1).value(Feature.SIBLINGS);
        assertThat(ofIdle).isGreaterThan(ofActive);
    }

    private static List<PartitionFeatures> walk(PartitionHistory history, long tickMs) {
        TickWalk walk =
                new TickWalk(
                        new TickTimes(tickMs, WINDOW, 0),
                        Integer.MAX_VALUE,
                        new WallClock(WallClock.UTC),
                        Map.of());
        walk.fold(history);
        List<PartitionFeatures> made = new ArrayList<>();
        TreeMap<Integer, PartitionHistory> table = new TreeMap<>();
        table.put(0, history);
        walk.emit("t", table, new TableSigns(), new TargetHabits(), made::add, example -> {});
        return made;
    }
}
