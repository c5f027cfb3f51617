package io.foresnap.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.history.Occupancy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingSamplingTest {

    private static final int EXAMPLES = 100;

    /** Accessed in every so many windows. */
    private static Occupancy every(int windows) {
        Occupancy occupancy = new Occupancy();
        for (int slot = 0; slot < 1000; slot += windows) {
            occupancy.record(slot);
        }
        occupancy.advanceTo(1000);
        return occupancy;
    }

    private static WaitingSampling of(List<Occupancy> all) {
        WaitingSampling waiting = new WaitingSampling(EXAMPLES);
        all.forEach(waiting::count);
        return waiting;
    }

    private static List<Occupancy> partitions(int often, int seldom) {
        List<Occupancy> all = new ArrayList<>();
        for (int i = 0; i < often + seldom; i++) {
            all.add(every(i < often ? 4 : 900));
        }
        return all;
    }

    @Test
    void allWaitUpToTheBound() {
        List<Occupancy> all = partitions(100, 300);
        WaitingSampling waiting = of(all);

        assertThat(all).allMatch(each -> waiting.chance(each) == 1);
    }

    @Test
    void ofMoreTheLikelierWaitAndNoMoreThanTheBound() {
        List<Occupancy> all = partitions(200, 20_000);
        WaitingSampling waiting = of(all);

        assertThat(waiting.chance(all.get(0))).isGreaterThan(10 * waiting.chance(all.get(300)));
        assertThat(all.stream().mapToDouble(waiting::chance).sum())
                .isCloseTo(4.0 * EXAMPLES, within(1e-6));
    }

    @Test
    void whatTheLikeliestCannotUseTheOthersGet() {
        List<Occupancy> all = partitions(250, 1000);
        for (int i = 0; i < 100; i++) {
            all.add(every(1));
        }
        WaitingSampling waiting = of(all);

        assertThat(waiting.chance(every(1))).isEqualTo(1);
        assertThat(all.stream().mapToDouble(waiting::chance).sum())
                .isCloseTo(4.0 * EXAMPLES, within(1e-6));
    }

    @Test
    void whoeverWaitsStandsForTheRest() {
        List<Occupancy> all = partitions(2_000, 8_000);
        WaitingSampling waiting = of(all);
        ExampleSampling sampling = new ExampleSampling(Integer.MAX_VALUE);
        double often = 0;
        double seldom = 0;
        for (int tick = 0; tick < 20; tick++) {
            for (int i = 0; i < all.size(); i++) {
                double chance = waiting.chance(all.get(i));
                if (ExampleSampling.waits("t", i, tick, chance)) {
                    double weight = sampling.weight("t", i, tick, i % 3 == 0, chance);
                    often += i < 2_000 ? weight : 0;
                    seldom += i < 2_000 ? 0 : weight;
                }
            }
        }

        assertThat(often / 20).isCloseTo(2_000, within(200.0));
        assertThat(seldom / 20).isCloseTo(8_000, within(2_000.0));
    }
}
