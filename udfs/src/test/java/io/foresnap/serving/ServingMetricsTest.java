package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.serving.ServingMetrics.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingMetricsTest {

    @ParameterizedTest(name = "of {0} files {1} cached and {2} joined: {3}")
    @CsvSource({
        "3, 3, 0, HIT",
        "3, 2, 1, LATE_HIT",
        "3, 0, 3, LATE_HIT",
        "3, 2, 0, PARTIAL_HIT",
        "3, 1, 1, PARTIAL_HIT",
        "3, 0, 1, PARTIAL_HIT",
        "3, 0, 0, MISS",
        "1, 1, 0, HIT"
    })
    void aTaskCountsByWhereItsFilesCameFrom(int needed, int cached, int joined, Outcome expected) {
        assertThat(Outcome.of(needed, cached, joined)).isEqualTo(expected);
    }
}
