package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.Tick;
import io.foresnap.event.VirtualClock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class ClockSourceTest {

    private static final long REFRESH = 20;
    private static final long PREDICTION = 100;

    private final TestingTicks ticks = new TestingTicks();

    /** A reader whose clock practically stands still. */
    private static ClockReader readerAt(long nowMs) {
        return new ClockReader(new VirtualClock(nowMs, 0, 1e-12), REFRESH, PREDICTION);
    }

    private void pollAll(ClockReader reader) {
        while (reader.pollNext(ticks) == InputStatus.MORE_AVAILABLE) {
            continue;
        }
    }

    @Test
    void theFirstTickIsTheNextMultipleOfTheRefreshInterval() {
        ClockReader reader = readerAt(1005);
        reader.addSplits(List.of(new ClockSplit(Long.MIN_VALUE)));

        pollAll(reader);

        assertThat(ticks.emitted()).isEmpty();
        assertThat(reader.snapshotState(1)).containsExactly(new ClockSplit(1020));
        assertThat(reader.isAvailable()).isNotDone();
    }

    @Test
    void ticksComeAtMultiplesAndPredictAtMultiplesOfThePredictionInterval() {
        ClockReader reader = readerAt(1045);
        reader.addSplits(List.of(new ClockSplit(1000)));

        pollAll(reader);

        assertThat(ticks.emitted())
                .containsExactly(
                        new Tick(1000, true), new Tick(1020, false), new Tick(1040, false));
        assertThat(reader.snapshotState(1)).containsExactly(new ClockSplit(1060));
    }

    @Test
    void ticksThatWereMissedAreSkippedUpToTheNewestPrediction() {
        ClockReader reader = readerAt(5025);
        reader.addSplits(List.of(new ClockSplit(1020)));

        pollAll(reader);

        assertThat(ticks.emitted()).containsExactly(new Tick(5000, true), new Tick(5020, false));
    }

    @Test
    void withoutItsSplitItWaitsAndWakesWhenItComes() {
        ClockReader reader = readerAt(1000);

        InputStatus idle = reader.pollNext(ticks);
        boolean wasAvailable = reader.isAvailable().isDone();
        reader.addSplits(List.of(new ClockSplit(1000)));

        assertThat(idle).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(wasAvailable).isFalse();
        assertThat(reader.isAvailable()).isDone();
        assertThat(reader.snapshotState(1)).containsExactly(new ClockSplit(1000));
    }

    @Test
    void itWakesWhenTheNextTickIsDue() throws Exception {
        ClockReader reader =
                new ClockReader(
                        new VirtualClock(1000, System.currentTimeMillis(), 1), REFRESH, PREDICTION);
        reader.addSplits(List.of(new ClockSplit(Long.MIN_VALUE)));

        while (ticks.emitted().isEmpty()) {
            reader.isAvailable().get(1, TimeUnit.MINUTES);
            reader.pollNext(ticks);
        }

        assertThat(ticks.emitted().get(0).timeMs() % REFRESH).isZero();
    }

    @Test
    void ofTwoRestoredSplitsTheLaterWins() {
        ClockReader reader = readerAt(1000);

        reader.addSplits(List.of(new ClockSplit(1060), new ClockSplit(1040)));

        assertThat(reader.snapshotState(1)).containsExactly(new ClockSplit(1060));
    }

    @Test
    void splitsComeBackFromTheirBytes() throws IOException {
        ClockSplit split = new ClockSplit(Long.MIN_VALUE);
        List<ClockSplit> splits = List.of(new ClockSplit(1), new ClockSplit(-2));
        var one = new ClockSplit.Serializer();
        var many = new ClockSplit.ListSerializer();

        assertThat(one.deserialize(1, one.serialize(split))).isEqualTo(split);
        assertThat(many.deserialize(1, many.serialize(splits))).isEqualTo(splits);
        assertThat(many.deserialize(1, many.serialize(List.of()))).isEmpty();
        assertThatThrownBy(() -> one.deserialize(2, new byte[8]))
                .hasMessage("clock state of an unknown version 2");
    }
}
