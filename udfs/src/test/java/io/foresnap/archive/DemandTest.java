package io.foresnap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.event.PredictedRequest;
import io.foresnap.event.TablePartition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemandTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final double A_DAY = 24.0 * HOUR;
    private static final TablePartition HOT = new TablePartition("hot", 0);
    private static final TablePartition COLD = new TablePartition("cold", 0);

    private final Demand demand = new Demand();

    private void hear(TablePartition of, int hour, double probability) {
        demand.hear(
                new PredictedRequest(
                        of.table(), of.partition(), hour * HOUR, (hour + 1) * HOUR, probability));
    }

    @Test
    void whereNothingIsPredictedOneRequestADayIsAssumed() {
        Outlook outlook = demand.outlook(HOT);

        assertThat(outlook.ratePerMs() * A_DAY).isEqualTo(1);
        assertThat(outlook.probability()).isZero();
    }

    @Test
    void aFloodOfPartitionsPushesNoneOut() {
        Demand small = new Demand(100);
        for (int i = 0; i < 1000; i++) {
            small.hear(new PredictedRequest("t", i, HOUR, 2 * HOUR, 0.9));
        }
        small.hear(new PredictedRequest("t", 7, 2 * HOUR, 3 * HOUR, 0.8));

        assertThat(small.outlook(new TablePartition("t", 7)).probability()).isEqualTo(0.8);
        assertThat(small.outlook(new TablePartition("t", 99)).ratePerMs())
                .isGreaterThan(small.outlook(new TablePartition("t", 100)).ratePerMs());
    }

    @Test
    void theRateFollowsWhatIsPredicted() {
        for (int hour = 1000; hour < 1000 + 24 * 8; hour++) {
            hear(HOT, hour, hour % 6 == 0 ? 0.95 : 0.01);
        }

        assertThat(demand.outlook(HOT).ratePerMs() * A_DAY).isCloseTo(4, within(0.2));
        assertThat(demand.outlook(COLD).ratePerMs() * A_DAY).isEqualTo(0.25);
    }

    @Test
    void whatTwoOverlappingWindowsAreAboutCountsOnce() {
        for (int hour = 1000; hour < 1000 + 24 * 8; hour++) {
            // As likely at any time: a quarter more in a window that is a quarter longer.
            demand.hear(
                    new PredictedRequest(
                            HOT.table(),
                            HOT.partition(),
                            hour * HOUR,
                            (hour + 1) * HOUR + HOUR / 4,
                            0.25));
        }

        assertThat(demand.outlook(HOT).ratePerMs() * A_DAY).isCloseTo(4.8, within(0.2));
        assertThat(demand.outlook(HOT).probability()).isEqualTo(0.25);
    }

    @Test
    void aPartitionThatIsNoLongerPredictedIsNotExpectedInTheNewestWindow() {
        hear(HOT, 10, 0.9);
        assertThat(demand.outlook(HOT).probability()).isEqualTo(0.9);

        hear(COLD, 11, 0.5);

        assertThat(demand.outlook(HOT).probability()).isZero();
        assertThat(demand.outlook(HOT).windowStartMs()).isEqualTo(11 * HOUR);
        assertThat(demand.outlook(HOT).ratePerMs()).isGreaterThan(demand.outlook(COLD).ratePerMs());
    }

    @Test
    void aPredictionThatIsDeliveredAgainCountsOnce() {
        hear(HOT, 10, 0.9);
        Outlook once = demand.outlook(HOT);

        hear(HOT, 10, 0.9);
        hear(HOT, 9, 0.9);

        assertThat(demand.outlook(HOT)).isEqualTo(once);
    }
}
