package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OccupancyTest {

    @Test
    void bitsAgreeWithASetOfSlots() {
        Random random = new Random(1);
        Occupancy occupancy = new Occupancy();
        TreeSet<Long> hit = new TreeSet<>();
        long slot = 1000;
        for (int i = 0; i < 400; i++) {
            slot += random.nextInt(5) == 0 ? random.nextInt(200) : random.nextInt(3);
            occupancy.record(slot);
            hit.add(slot);
            for (int lag = 1; lag <= Occupancy.SLOTS; lag++) {
                assertThat(occupancy.at(lag)).isEqualTo(hit.contains(slot - lag));
            }
        }

        int newest = (int) hit.stream().filter(s -> s >= occupancy.openSlot - 64).count() - 1;
        assertThat(occupancy.hits(64)).isEqualTo(newest);
    }

    @Test
    void theShareOfAlternatingWindowsIsAHalfAtEveryScaleFromTheStart() {
        Occupancy occupancy = new Occupancy();
        for (long slot = 0; slot < 64; slot += 2) {
            occupancy.record(slot);
        }
        occupancy.advanceTo(64);

        for (int scale = 1; scale < Occupancy.SCALES; scale++) {
            assertThat(occupancy.share(scale)).isCloseTo(0.5, within(0.05));
            assertThat(occupancy.volume(scale)).isCloseTo(0.5, within(0.05));
        }
    }

    @Test
    void aLongSilenceIsTheSameAtOnceAndStepByStep() {
        Occupancy atOnce = new Occupancy();
        Occupancy stepwise = new Occupancy();
        for (Occupancy each : new Occupancy[] {atOnce, stepwise}) {
            each.record(10);
            each.record(10);
        }

        atOnce.advanceTo(90);
        for (int slot = 11; slot <= 90; slot++) {
            stepwise.advanceTo(slot);
        }

        assertThat(atOnce.bits).isEqualTo(stepwise.bits);
        assertThat(atOnce.share(2)).isCloseTo(stepwise.share(2), within(1e-6));
        assertThat(atOnce.volume(2)).isCloseTo(stepwise.volume(2), within(1e-6));
    }

    @Test
    void aLatecomerGetsItsBitButDoesNotReopenItsWindow() {
        Occupancy occupancy = new Occupancy();
        occupancy.record(5);
        occupancy.advanceTo(10);
        double before = occupancy.share(1);

        occupancy.record(8);

        assertThat(occupancy.at(2)).isTrue();
        assertThat(occupancy.share(1)).isEqualTo(before);
        assertThat(occupancy.openSlot).isEqualTo(10);
    }
}
