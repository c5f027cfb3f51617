package io.foresnap.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a change comes too late. */
class OpenSegmentTest {

    @Test
    void aChangeOlderThanWhatWasSaidToBeCompleteCountsFromThenOn() {
        OpenSegment silent = OpenSegment.behind(10, 1000, 1500);

        assertThat(silent.contradictsWhatWasSaid(1200)).isTrue();
        assertThat(silent.timeOf(1200)).isEqualTo(1501);
        assertThat(silent.contradictsWhatWasSaid(1501)).isFalse();
        assertThat(silent.timeOf(1501)).isEqualTo(1501);
    }

    @Test
    void aClockThatStepsBackBehindALaterChangeContradictsNothing() {
        OpenSegment rolled = OpenSegment.behind(10, 1000, 0).rolled();

        assertThat(rolled.claimedMs()).isEqualTo(999);
        assertThat(rolled.contradictsWhatWasSaid(998)).isFalse();
        assertThat(rolled.timeOf(998)).as("no later than what stands before it").isEqualTo(1000);
    }
}
