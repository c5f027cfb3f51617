package io.foresnap.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.WithoutKryo;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HistoryStateTest {

    private static final WallClock CLOCK = new WallClock(WallClock.UTC);

    private static final long MINUTE = 60_000;

    @Test
    void aFullHistorySurvivesSerializationWithoutKryo() throws IOException {
        PartitionHistory history = busy();

        PartitionHistory back = WithoutKryo.roundTrip(PartitionHistory.class, history);

        assertThat(back).usingRecursiveComparison().isEqualTo(history);
    }

    @Test
    void aFullHistoryTakesAboutAKilobyte() throws IOException {
        assertThat(WithoutKryo.bytes(PartitionHistory.class, busy()).length).isLessThan(1260);
    }

    @Test
    void anEmptyHistorySurvivesToo() throws IOException {
        PartitionHistory back =
                WithoutKryo.roundTrip(PartitionHistory.class, new PartitionHistory());

        assertThat(back).usingRecursiveComparison().isEqualTo(new PartitionHistory());
    }

    @Test
    void recentRequestIdsSurviveToo() throws IOException {
        RecentRequests recent = new RecentRequests();
        recent.add("r1");

        RecentRequests back = WithoutKryo.roundTrip(RecentRequests.class, recent);

        assertThat(back.add("r1")).isFalse();
    }

    private static PartitionHistory busy() {
        PartitionHistory history = new PartitionHistory();
        for (int i = 0; i < 500; i++) {
            history.hear(new Access(i * 7 * MINUTE, i, i % 5));
        }
        history.foldBefore(3000 * MINUTE, 5 * MINUTE, CLOCK);
        history.await(
                new Awaiting(3000 * MINUTE, 5 * MINUTE, new float[40], new byte[40], 0, false, 1));
        history.pending.clear();
        return history;
    }
}
