package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChangeDetectorTest {

    private static final long MINUTE = 60_000;

    private final PartitionHistory history = new PartitionHistory();
    private long timeMs = 1_000_000 * MINUTE;

    @Test
    void noticesANewPeriodAtItsSecondGap() {
        repeat(30, 60 * MINUTE);

        repeat(1, 20 * MINUTE);
        assertThat(history.changes.changedMs).isEqualTo(Long.MIN_VALUE);
        repeat(1, 20 * MINUTE);

        assertThat(history.changes.changedMs).isEqualTo(timeMs);
        assertThat(history.ring.gapsMs()).containsExactly(20 * MINUTE, 20 * MINUTE);
        assertThat(history.interarrivals.arrivals(15 * MINUTE, 10 * MINUTE))
                .as("the new gaps outweigh what was before them")
                .isGreaterThan(history.interarrivals.survivors(15 * MINUTE) / 2);
        assertThat(history.interarrivals.lifelongSurvivors(0)).isEqualTo(31);
    }

    @Test
    void aRequestLeftOutIsNoChange() {
        repeat(30, 60 * MINUTE);
        repeat(1, 120 * MINUTE);
        repeat(5, 60 * MINUTE);
        repeat(1, 30 * MINUTE);
        repeat(1, 30 * MINUTE + 8 * MINUTE);
        repeat(20, 60 * MINUTE);

        assertThat(history.changes.changedMs).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void whatNeverWasRegularDoesNotChange() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 5000; i++) {
            repeat(1, (long) (-Math.log(1 - random.nextDouble()) * 60 * MINUTE) + 1000);
        }

        assertThat(history.changes.changedMs).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void noticesOneChangeAfterAnother() {
        repeat(30, 60 * MINUTE);
        repeat(10, 180 * MINUTE);
        long first = history.changes.changedMs;
        repeat(2, 45 * MINUTE);

        assertThat(first).isLessThan(history.changes.changedMs);
        assertThat(history.changes.changedMs).isEqualTo(timeMs);
    }

    private void repeat(int times, long gapMs) {
        for (int i = 0; i < times; i++) {
            timeMs += gapMs;
            history.hear(new Access(timeMs, 0, 0));
            history.foldBefore(timeMs + 1, 5 * MINUTE, new WallClock(WallClock.UTC));
        }
    }
}
