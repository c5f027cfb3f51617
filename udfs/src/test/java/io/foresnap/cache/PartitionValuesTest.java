package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.policy.Demand;
import io.foresnap.policy.Gaps;
import io.foresnap.policy.Trust;
import io.foresnap.policy.Worth;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartitionValuesTest {

    private static final long WINDOW = 300_000;
    private static final int PARTITIONS = 40;

    private final AtomicLong nowMs = new AtomicLong(WINDOW);
    private final Ledger ledger = new Ledger();

    /** Every partition has one file of a size, and a request needs just that. */
    private void fill() {
        for (int p = 0; p < PARTITIONS; p++) {
            CachedPath file = CachedPath.ofAny("p" + p);
            ledger.add(new Ledger.Item("p" + p, file, 1000 + p, 1000 + p, "", false));
        }
    }

    @Test
    void whatIsPredictedHoursAheadDoesNotHoldTheTicksBack() {
        PartitionValues values = new PartitionValues(1 << 20, WINDOW, 0, nowMs::get);
        nowMs.set(10 * WINDOW);
        values.announced("p0", 0.5, 1000);
        values.predicted("p2", 0.5, 30 * WINDOW, 1000);

        nowMs.set(11 * WINDOW);

        assertThat(values.predicted("p1", 0.5, nowMs.get(), 1000)).isTrue();
    }

    @Test
    void valuesAreThoseThatTheReplayGivesTheSameRequestsAndPredictions() {
        fill();
        PartitionValues values = new PartitionValues(1 << 20, WINDOW, 0, nowMs::get);
        Worth worth = new Worth(WINDOW, new Gaps(), new Trust());
        Demand[] demands = Stream.generate(Demand::new).limit(PARTITIONS).toArray(Demand[]::new);
        Random random = new Random(1);
        double[] said = new double[PARTITIONS];

        for (int tick = 1; tick < 60; tick++) {
            nowMs.set(tick * WINDOW);
            for (Demand demand : demands) {
                worth.observe(demand);
            }
            worth.endObserving();
            for (int p = 0; p < PARTITIONS; p++) {
                if (demands[p].seen()) {
                    said[p] = random.nextDouble();
                    values.predicted("p" + p, said[p], nowMs.get(), 1000 + p);
                    worth.predict(demands[p], said[p], nowMs.get());
                }
            }
            for (int request = 0; request < 50; request++) {
                nowMs.addAndGet(WINDOW / 51);
                int p = Math.min(random.nextInt(PARTITIONS), random.nextInt(PARTITIONS));
                values.requested("p" + p, 1000 + p);
                worth.requested(demands[p], nowMs.get());
                if (said[p] > 0) {
                    // The list is gone through again; what arrives tells it, too.
                    values.predicted("p" + p, said[p], tick * WINDOW, 1000 + p);
                }
            }
            if (tick > 1) {
                for (int p = 0; p < PARTITIONS; p++) {
                    assertThat(values.keeping(ledger, "p" + p, nowMs.get()))
                            .isEqualTo(worth.keeping(demands[p], 1000 + p, nowMs.get()));
                    assertThat(values.displacing(ledger, "p" + p, true, nowMs.get()))
                            .isEqualTo(
                                    worth.displacing(
                                            demands[p], true, 1000 + p, 1000 + p, nowMs.get()));
                }
            }
        }
    }

    @Test
    void aPartitionThatIsOnlyPredictedIsWorthSomethingUntilItsListIsOld() {
        fill();
        PartitionValues values = new PartitionValues(1 << 20, WINDOW, 0, nowMs::get);

        nowMs.set(WINDOW);
        values.predicted("p1", 0.8, WINDOW, 1000);
        double predicted = values.keeping(ledger, "p1", WINDOW);
        nowMs.set(2 * WINDOW);
        values.predicted("p2", 0.8, 2 * WINDOW, 1000);

        assertThat(predicted).isPositive();
        assertThat(values.keeping(ledger, "p1", 2 * WINDOW)).isZero();
        assertThat(values.keeping(ledger, "p2", 2 * WINDOW)).isPositive();
        assertThat(values.keeping(ledger, "p3", 2 * WINDOW)).isZero();
    }

    @Test
    void whatArrivesLateForTheListBeforeSaysNothingOfTheWindowUnderWay() {
        fill();
        PartitionValues values = new PartitionValues(1 << 20, WINDOW, WINDOW / 5, nowMs::get);
        nowMs.set(WINDOW);
        values.predicted("p1", 0.1, WINDOW, 1000);
        nowMs.set(2 * WINDOW);
        boolean first = values.predicted("p1", 0.9, 2 * WINDOW, 1000);
        double predicted = values.keeping(ledger, "p1", 2 * WINDOW);

        boolean again = values.predicted("p1", 0.1, WINDOW, 1000);

        assertThat(first).isTrue();
        assertThat(again).isFalse();
        assertThat(values.keeping(ledger, "p1", 2 * WINDOW)).isEqualTo(predicted);
    }

    @Test
    void aListCountsAlsoWhereARequestBeganTheWindowLate() {
        fill();
        PartitionValues restarted = new PartitionValues(1 << 20, WINDOW, WINDOW / 5, nowMs::get);
        nowMs.set(10 * WINDOW + 3 * WINDOW / 4);
        restarted.requested("p0", 1000);

        restarted.predicted("p1", 0.9, 10 * WINDOW, 1000);

        assertThat(restarted.keeping(ledger, "p1", nowMs.get())).isPositive();
    }

    @Test
    void whatArrivesVeryLateForAListSetsNoWindowBack() {
        PartitionValues values = new PartitionValues(1 << 20, WINDOW, WINDOW, nowMs::get);
        nowMs.set(10 * WINDOW);
        values.predicted("p1", 0.9, 10 * WINDOW, 1000);

        assertThat(values.predicted("p2", 0.1, 7 * WINDOW, 1000)).isFalse();
        assertThat(values.predicted("p1", 0.9, 10 * WINDOW, 1000)).isFalse();
    }

    @Test
    void whereTheClockIsSetBackWindowsAndListsGoOnFromThere() {
        fill();
        PartitionValues values = new PartitionValues(1 << 20, WINDOW, 0, nowMs::get);
        nowMs.set(10 * WINDOW);
        values.predicted("p1", 0.9, 10 * WINDOW, 1000);
        nowMs.set(9 * WINDOW);

        assertThat(values.predicted("p2", 0.9, 9 * WINDOW, 1000)).isTrue();
        assertThat(values.keeping(ledger, "p2", 9 * WINDOW)).isPositive();
    }

    @Test
    void itKnowsABoundedNumberAndForgetsWhoWasSilentForLongest() {
        fill();
        PartitionValues values = new PartitionValues(1, WINDOW, 0, nowMs::get);
        values.requested("p0", 1000);
        values.requested("p1", 1000);
        for (int i = 0; i < 998; i++) {
            values.requested("other " + i, 1);
        }
        values.requested("p0", 1000);

        values.requested("one more", 1);

        assertThat(values.size()).isEqualTo(1000);
        assertThat(values.keeping(ledger, "p0", WINDOW)).isPositive();
        assertThat(values.keeping(ledger, "p1", WINDOW)).isZero();
    }
}
