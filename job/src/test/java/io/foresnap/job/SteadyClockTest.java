package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.event.Tick;
import java.time.Duration;
import java.util.List;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final long SECOND = 1000;
    private static final long TICK = 10 * SECOND;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final TestingTicks ticks = new TestingTicks();

    /** What the machine's clock is wrong by. */
    private long stepMs;

    private long passedMs;
    private final SteadyClock clock =
            new SteadyClock(
                    () -> 100 * DAY + passedMs + stepMs, () -> passedMs * 1_000_000, 1, TICK);
    private final ClockReader reader = new ClockReader(clock, TICK, 6 * TICK);

    private void pass(long millis) {
        for (long left = millis; left > 0; left -= SECOND) {
            passedMs += SECOND;
            while (reader.pollNext(ticks) == InputStatus.MORE_AVAILABLE) {
                continue;
            }
        }
    }

    private List<Long> tickTimes() {
        return ticks.emitted().stream().map(Tick::timeMs).toList();
    }

    @Test
    void ticksComeAtTheirPaceWhileTheClockIsWrongByADayAndWhenItIsPutRight() {
        reader.addSplits(List.of(new ClockSplit(Long.MIN_VALUE)));
        pass(TICK);
        stepMs = DAY;
        pass(2 * TICK);
        stepMs = -DAY;
        pass(2 * TICK);
        stepMs = 0;
        pass(TICK);

        assertThat(tickTimes())
                .containsExactly(
                        100 * DAY + TICK,
                        100 * DAY + 2 * TICK,
                        100 * DAY + 3 * TICK,
                        100 * DAY + 4 * TICK,
                        100 * DAY + 5 * TICK,
                        100 * DAY + 6 * TICK);
    }

    @Test
    void aStepThatLastsIsFollowed() {
        stepMs = DAY;
        assertThat(clock.nowMs()).isEqualTo(100 * DAY);
        passedMs = SteadyClock.LASTING.toMillis() - 1;
        assertThat(clock.nowMs()).isEqualTo(100 * DAY + passedMs);
        passedMs = SteadyClock.LASTING.toMillis();
        assertThat(clock.nowMs()).isEqualTo(101 * DAY + passedMs);
    }

    @Test
    void twoShortStepsDoNotAddUp() {
        long most = SteadyClock.LASTING.toMillis() - 1;
        stepMs = DAY;
        assertThat(clock.nowMs()).isEqualTo(100 * DAY);
        passedMs = most;
        stepMs = 0;
        assertThat(clock.nowMs()).isEqualTo(100 * DAY + most);
        stepMs = DAY;
        assertThat(clock.nowMs()).isEqualTo(100 * DAY + most);
        passedMs = 2 * most;
        assertThat(clock.nowMs()).isEqualTo(100 * DAY + 2 * most);
    }

    @Test
    void aSmallStepIsFollowedAtOnce() {
        stepMs = TICK;
        assertThat(clock.nowMs()).isEqualTo(100 * DAY + TICK);
        stepMs = 0;
        assertThat(clock.nowMs()).isEqualTo(100 * DAY);
    }

    @Test
    void anAcceleratedClockRunsAheadOfTheTimer() {
        SteadyClock fast =
                new SteadyClock(() -> 60 * passedMs + stepMs, () -> passedMs * 1_000_000, 60, TICK);
        stepMs = DAY;
        passedMs = SECOND;
        assertThat(fast.nowMs()).isEqualTo(60 * SECOND);
        assertThat(fast.machineMillisUntil(120 * SECOND)).isEqualTo(SECOND);
    }
}
