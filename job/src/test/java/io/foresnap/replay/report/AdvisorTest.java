package io.foresnap.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.replay.report.Recommended.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvisorTest {

    @Test
    void theSmallestThatSavesEnoughIsTaken() {
        List<Trial> trials =
                List.of(trial(0.1, 850), trial(0.2, 405), trial(0.5, 350), trial(1, 340));

        assertThat(cheapest(trials)).isEqualTo(0.2);
        assertThat(cheapest(trials.subList(0, 1))).isEqualTo(0.1);
    }

    @Test
    void whereNothingIsSavedTheLeastHarmIsDone() {
        List<Trial> trials = List.of(trial(0.1, 1005), trial(0.2, 1002), trial(0.5, 1002));

        assertThat(cheapest(trials)).isEqualTo(0.2);
    }

    private static double cheapest(List<Trial> trials) {
        return Advisor.cheapest(trials, Trial::savedMillis, Trial::capacity).capacity();
    }

    private static Trial trial(double capacity, double mean) {
        return new Trial(capacity, 0, 10, 60_000, 0, 0, mean, 900, 1000);
    }
}
