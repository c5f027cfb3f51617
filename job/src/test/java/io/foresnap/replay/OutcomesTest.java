package io.foresnap.replay;

import static io.foresnap.replay.TestingTraces.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomesTest {

    @TempDir Path folder;

    @Test
    void anEntityIsKnownFromTheFirstTickAfterItsFirstRequest() throws IOException {
        // Ticks are at 10, 15, 20 and 25 minutes; b comes exactly at the second.
        Trace trace =
                TestingTraces.trace(
                        folder,
                        11 * MINUTE + ",a,,",
                        15 * MINUTE + ",b,,",
                        20 * MINUTE + ",a,,",
                        29 * MINUTE + ",c,,");
        TickGrid grid = trace.grid(5 * MINUTE);

        Outcomes outcomes = new Outcomes(trace, grid);

        assertThat(grid).isEqualTo(new TickGrid(10 * MINUTE, 5 * MINUTE, 4));
        assertThat(new int[] {outcomes.known(0), outcomes.known(1)}).containsExactly(0, 1);
        assertThat(new int[] {outcomes.known(2), outcomes.known(3)}).containsExactly(2, 2);
        assertThat(outcomes.requested(1, 1)).isTrue();
        assertThat(outcomes.requested(2, 0)).isTrue();
        assertThat(outcomes.requested(3, 0)).isFalse();
        // The last window's outcome counts, too.
        assertThat(outcomes.requested(3, 2)).isTrue();
        assertThat(outcomes.scored()).isEqualTo(4);
    }
}
