package io.foresnap.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WorthTest {

    private static final long WINDOW = 300_000;
    private static final long MIB = 1 << 20;

    private final Trust trust = new Trust();
    private final Worth worth = new Worth(WINDOW, new Gaps(), trust);

    private void everyWindow(Demand demand, int windows, int requests, double probability) {
        for (int tick = 0; tick < windows; tick++) {
            long tickMs = tick * WINDOW;
            if (demand.seen()) {
                worth.observe(demand);
                worth.endObserving();
                worth.predict(demand, probability, tickMs);
            }
            for (int i = 0; i < requests; i++) {
                worth.requested(demand, tickMs + (i + 1) * WINDOW / (requests + 1));
            }
        }
    }

    @Test
    void whatIsAskedForOftenOrNeedsLittleIsKept() {
        Demand often = new Demand();
        Demand seldom = new Demand();
        everyWindow(often, 50, 5, 1);
        everyWindow(seldom, 50, 1, 1);
        long now = 50 * WINDOW;

        assertThat(worth.keeping(often, 100 * MIB, now))
                .isGreaterThan(2 * worth.keeping(seldom, 100 * MIB, now));
        assertThat(worth.keeping(seldom, 10 * MIB, now))
                .isGreaterThan(worth.keeping(often, 100 * MIB, now));
        assertThat(worth.keeping(new Demand(), MIB, now)).isZero();
    }

    /** What is believed of a model after windows whose only requests come soon after the tick. */
    private static double trustIn(double said) {
        long lead = WINDOW / 5;
        Trust trust = new Trust();
        Worth overlapping = new Worth(WINDOW, lead, new Gaps(), trust);
        Demand demand = new Demand();
        overlapping.requested(demand, 0);
        for (int tick = 1; tick < 60; tick++) {
            overlapping.observe(demand);
            overlapping.endObserving();
            // Of every fourth window, and so of the beginning that the one before reaches.
            boolean due = tick % 4 == 0;
            overlapping.predict(demand, due || tick % 4 == 3 ? said : 1 - said, tick * WINDOW);
            if (due) {
                overlapping.requested(demand, tick * WINDOW + lead / 2);
            }
        }
        return trust.weight();
    }

    @Test
    void aProbabilityThatReachesIntoTheNextWindowIsJudgedByWhatCameUntilItsEnd() {
        assertThat(trustIn(0.99)).isGreaterThan(0.9);
        assertThat(trustIn(0.01)).isLessThan(0.1);
    }

    @Test
    void whatComesInOverlappingTimesIsNotTakenForMore() {
        trust.excess = -30;
        Worth plain = new Worth(WINDOW, new Gaps(), trust);
        Worth overlapping = new Worth(WINDOW, WINDOW, new Gaps(), trust);
        Demand once = new Demand();
        Demand twice = new Demand();

        plain.predict(once, 0.5, WINDOW);
        // As likely in each of two windows.
        overlapping.predict(twice, 0.75, WINDOW);

        assertThat(overlapping.keeping(twice, MIB, WINDOW))
                .isCloseTo(plain.keeping(once, MIB, WINDOW), withinPercentage(0.1));
    }

    @Test
    void whatIsAnnouncedIsTakenAsItIsHoweverFarListsReach() {
        Worth overlapping = new Worth(WINDOW, WINDOW, new Gaps(), trust);
        Demand once = new Demand();
        Demand other = new Demand();

        worth.announce(once, 0.5);
        overlapping.announce(other, 0.5);

        assertThat(overlapping.keeping(other, MIB, WINDOW))
                .isEqualTo(worth.keeping(once, MIB, WINDOW))
                .isPositive();
    }

    @Test
    void aSuspicionDisplacesLessThanARequest() {
        Demand demand = new Demand();
        everyWindow(demand, 5, 1, 0.5);
        long now = 5 * WINDOW;

        double asked = worth.displacing(demand, false, 0, 100, now);

        assertThat(worth.displacing(demand, true, 0, 100, now)).isLessThan(asked);
        assertThat(worth.displacing(demand, true, 90, 100, now)).isEqualTo(asked);
    }

    @Test
    void aModelThatSaysNothingLosesItsSayAndAGoodOneKeepsIt() {
        Random random = new Random(1);
        Demand[] demands = new Demand[50];
        for (int i = 0; i < demands.length; i++) {
            demands[i] = new Demand();
        }
        for (boolean good : new boolean[] {false, true}) {
            for (int tick = 0; tick < 40; tick++) {
                long tickMs = (tick + (good ? 40 : 0)) * WINDOW;
                for (Demand demand : demands) {
                    worth.observe(demand);
                }
                worth.endObserving();
                for (Demand demand : demands) {
                    boolean comes = random.nextDouble() < 0.3;
                    if (demand.seen()) {
                        double p = good ? (comes ? 0.9 : 0.1) : random.nextDouble();
                        worth.predict(demand, p, tickMs);
                    }
                    if (comes || tick == 0) {
                        worth.requested(demand, tickMs + 1);
                    }
                }
            }
            if (good) {
                assertThat(trust.weight()).isGreaterThan(0.99);
            } else {
                assertThat(trust.weight()).isLessThan(0.01);
            }
        }
    }

    @Test
    void whatIsSaidAgainAndWhatIsAnnouncedDoNotCountAgainstTheModel() {
        Trust toldMore = new Trust();
        Worth other = new Worth(WINDOW, new Gaps(), toldMore);
        Demand once = new Demand();
        Demand more = new Demand();

        for (int tick = 1; tick < 40; tick++) {
            long tickMs = tick * WINDOW;
            worth.observe(once);
            worth.endObserving();
            worth.predict(once, 0.9, tickMs);
            worth.requested(once, tickMs + 1);
            other.observe(more);
            other.endObserving();
            other.predict(more, 0.9, tickMs);
            other.requested(more, tickMs + 1);
            other.predict(more, 0.9);
            other.announce(more, 0.01);

            assertThat(toldMore.weight()).isEqualTo(trust.weight());
            assertThat(more.usualRequests).isEqualTo(once.usualRequests);
            assertThat(more.probability).isEqualTo(0.01f);
        }
    }

    @Test
    void theThrottleFollowsWhatIsWasted() {
        Throttle throttle = new Throttle();
        for (int tick = 0; tick < 100; tick++) {
            throttle.observe(50, 100);
        }
        assertThat(throttle.admits(0.9, 100, 100)).isFalse();

        for (int tick = 0; tick < 300; tick++) {
            throttle.observe(0, 100);
        }
        assertThat(throttle.admits(0.1, 100, 100)).isTrue();
        assertThat(throttle.admits(0.001, 100, 100)).isFalse();
        assertThat(throttle.admits(0.01, 8, 100)).isTrue();
    }
}
