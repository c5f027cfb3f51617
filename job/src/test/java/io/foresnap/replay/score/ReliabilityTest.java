package io.foresnap.replay.score;

import static io.foresnap.replay.score.TestingRows.rows;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReliabilityTest {

    @Test
    void theLowestBinHoldsWhatIsBelowAllBins() {
        Rows rows = rows(new double[] {0, 1e-9, 1.5e-5, 3e-5, 1}, 0, 1, 0, 0, 1);

        assertThat(Reliability.logSpaced(rows))
                .extracting(Reliability.Bin::count, Reliability.Bin::events)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3L, 1L),
                        org.assertj.core.groups.Tuple.tuple(1L, 0L),
                        org.assertj.core.groups.Tuple.tuple(1L, 1L));
    }

    @Test
    void logOddsTellNearlyCertainFromCertain() {
        Rows rows = rows(new double[] {0.5, 0.9, 0.99, 0.999, 1, 0}, 1, 1, 1, 1, 1, 0);

        assertThat(Reliability.oddsSpaced(rows))
                .extracting(Reliability.Bin::count)
                .containsExactly(1L, 1L, 1L, 1L, 1L, 1L);
    }
}
