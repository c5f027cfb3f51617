package io.foresnap.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.history.Occupancy;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagSearchTest {

    private static Occupancy of(int windows, java.util.function.IntPredicate accessed) {
        Occupancy occupancy = new Occupancy();
        for (int window = 0; window < windows; window++) {
            occupancy.advanceTo(window);
            if (window == 0 || accessed.test(window)) {
                occupancy.record(window);
            }
        }
        occupancy.advanceTo(windows);
        return occupancy;
    }

    /** Chi-square of the best lag, from the two by two tables of every lag. */
    private static double strongest(Occupancy occupancy) {
        int length = occupancy.length();
        double strongest = 0;
        for (int lag = 1; lag <= Math.min(256, length - 4); lag++) {
            double[][] table = new double[2][2];
            for (int i = 1; i + lag <= length; i++) {
                table[occupancy.at(i + lag) ? 1 : 0][occupancy.at(i) ? 1 : 0]++;
            }
            double before = table[1][0] + table[1][1];
            double after = table[0][1] + table[1][1];
            double n = length - lag;
            double product = before * (n - before) * after * (n - after);
            double cross = table[1][1] * table[0][0] - table[1][0] * table[0][1];
            strongest = Math.max(strongest, product <= 0 ? 0 : n * cross * cross / product);
        }
        return strongest;
    }

    @ParameterizedTest
    @CsvSource({"40, 0.5", "300, 0.05", "500, 0.08", "500, 0.12", "700, 0.03", "700, 0.6"})
    void theStrongestLagIsThatOfTheTablesHoweverManyAccesses(int windows, double share) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Occupancy occupancy = of(windows, window -> random.nextDouble() < share);
            LagSearch search = new LagSearch();

            search.search(occupancy);

            assertThat(search.strength()).isCloseTo(strongest(occupancy), within(1e-6));
        }
    }

    @Test
    void aDailyHabitIsExpectedWhenItIsDueAndNotBefore() {
        LagSearch search = new LagSearch();

        search.search(of(24 * 14, window -> window % 24 == 7));
        double notDue = search.probability();
        search.search(of(24 * 14 + 7, window -> window % 24 == 7));

        assertThat(notDue).isLessThan(0.02);
        assertThat(search.probability()).isGreaterThan(0.8);
    }
}
