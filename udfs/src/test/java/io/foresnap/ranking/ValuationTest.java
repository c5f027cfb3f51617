package io.foresnap.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foresnap.event.BackupRequest;
import io.foresnap.features.ExpectedRequest;
import io.foresnap.history.LikelyTarget;
import io.foresnap.options.PrefetchOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuationTest {

    private static final long MIB = 1 << 20;
    private static final Valuation VALUE = by(PrefetchOrder.VALUE);
    private static final Valuation TIME = by(PrefetchOrder.TIME);

    private static Valuation by(PrefetchOrder order) {
        return new Valuation(order, Duration.ofMillis(20), 100 * MIB);
    }

    private static ExpectedRequest expected(float requests, long bytes, float files) {
        return new ExpectedRequest(
                requests, bytes, files, List.of(new LikelyTarget(BackupRequest.LATEST, 1)));
    }

    private static ExpectedRequest timed(float byGaps, float moment) {
        return new ExpectedRequest(
                1, byGaps, moment, MIB, 1, List.of(new LikelyTarget(BackupRequest.LATEST, 1)));
    }

    @Test
    void itIsTheRequestsMadeWholeForEachMib() {
        assertThat(VALUE.of(0.5, expected(2, 1000 * MIB, 3), 0))
                .isCloseTo(0.5 * (0.5 * 2) / 1000, within(1e-9));
    }

    @Test
    void byTimeItIsWhatTheseSaveForEachMib() {
        // One request, spared 3 x 20 ms and 10 s of reading, for 1000 MiB.
        assertThat(TIME.of(0.5, expected(2, 1000 * MIB, 3), 0))
                .isCloseTo(0.5 * (0.5 * 2) * (60 + 10_000) / 1000, within(1e-9));
    }

    @Test
    void amongTheCertainOnesTheMoreFrequentIsWorthMore() {
        assertThat(VALUE.of(0.99, expected(40, MIB, 1), 0))
                .isGreaterThan(20 * VALUE.of(1, expected(1, MIB, 1), 0));
    }

    @Test
    void amongTheEquallyLikelyTheOverdueIsWorthMore() {
        assertThat(VALUE.of(0.5, timed(0.5f, 4), 0))
                .isGreaterThan(VALUE.of(0.5, timed(0.5f, 1), 0));
    }

    @Test
    void whatTheModelKnowsBeyondThePausesCounts() {
        assertThat(VALUE.of(0.9, timed(0.1f, 1), 0) / 0.9)
                .isGreaterThan(VALUE.of(0.1, timed(0.1f, 1), 0) / 0.1);
    }

    @Test
    void aListThatReachesFurtherTakesNothingForMoreFrequent() {
        Valuation overlapping =
                new Valuation(PrefetchOrder.VALUE, Duration.ofMillis(20), 100 * MIB, 2);

        // As likely in each of two windows.
        assertThat(overlapping.of(0.75, timed(0.75f, 1), 0) / 0.75)
                .isCloseTo(VALUE.of(0.5, timed(0.5f, 1), 0) / 0.5, within(1e-6));
        assertThat(overlapping.of(0.96, timed(0.75f, 1), 0) / 0.96)
                .isCloseTo(VALUE.of(0.8, timed(0.5f, 1), 0) / 0.8, within(1e-6));
    }

    @Test
    void byTimeManySmallFilesAreWorthMoreThanTheirBytesInOne() {
        assertThat(TIME.of(0.5, expected(1, MIB, 30), 0))
                .isGreaterThan(TIME.of(0.5, expected(1, MIB, 1), 0));
        assertThat(VALUE.of(0.5, expected(1, MIB, 30), 0))
                .isEqualTo(VALUE.of(0.5, expected(1, MIB, 1), 0));
    }

    @Test
    void whatIsOfUnknownSizeRanksByProbability() {
        assertThat(VALUE.of(0.9, expected(1, 0, 0), 0))
                .isGreaterThan(VALUE.of(0.8, expected(1, 0, 0), 0))
                .isEqualTo(VALUE.of(0.9, expected(1, 64 * MIB, 1), 0));
    }

    @Test
    void ofSeveralTargetsEachHasItsShare() {
        ExpectedRequest either =
                new ExpectedRequest(
                        1,
                        MIB,
                        1,
                        List.of(
                                new LikelyTarget(BackupRequest.LATEST, .75f),
                                new LikelyTarget(1, .25f)));

        assertThat(VALUE.of(1, either, 0)).isEqualTo(3 * VALUE.of(1, either, 1));
        assertThat(by(PrefetchOrder.PROBABILITY).of(.5, either, 0)).isEqualTo(.5);
        assertThat(by(PrefetchOrder.PROBABILITY).of(.5, either, 1)).isEqualTo(.125);
    }

    @Test
    void wrongCostsAreNamed() {
        assertThatThrownBy(() -> new Valuation(PrefetchOrder.VALUE, Duration.ofMillis(-1), 1))
                .hasMessageContaining("storage.open-latency");
        assertThatThrownBy(() -> new Valuation(PrefetchOrder.VALUE, Duration.ZERO, 0))
                .hasMessageContaining("storage.read-rate");
    }
}
