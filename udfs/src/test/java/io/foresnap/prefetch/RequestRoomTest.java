package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.changelog.FinalFailure;
import io.foresnap.prefetch.RequestRoom.NoRoomException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestRoomTest {

    private static final long MB = 1 << 20;

    /** 544 MB of heap, of which the cache holds 52 and 192 are left to others: 300 for requests. */
    private final RequestRoom room = new RequestRoom(544 * MB, Duration.ofSeconds(30));

    private void resize(long own, long wanted) throws Exception {
        room.resize(own, wanted, 52 * MB);
    }

    @Test
    void aRequestThatNeedsMoreThanThereIsIsRefusedAtOnce() throws Exception {
        resize(0, 200 * MB);
        resize(200 * MB, 300 * MB);

        assertThatThrownBy(() -> resize(300 * MB, 301 * MB))
                .isInstanceOf(NoRoomException.class)
                .hasMessageContaining("more than 301 MB of the 300 MB");
        assertThat(room.taken()).isEqualTo(300 * MB);
    }

    @Test
    void whatOthersHoldIsWaitedFor() throws Exception {
        resize(0, 200 * MB);
        FutureTask<Void> other =
                new FutureTask<>(
                        () -> {
                            resize(0, 150 * MB);
                            return null;
                        });
        Thread thread = new Thread(other);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }

        room.giveBack(200 * MB);
        other.get();

        assertThat(room.taken()).isEqualTo(150 * MB);
    }

    @Test
    void whoWaitsForOthersInVainMayTryAgain() throws Exception {
        RequestRoom impatient = new RequestRoom(544 * MB, Duration.ofMillis(1));
        impatient.resize(0, 200 * MB, 52 * MB);
        impatient.resize(0, 50 * MB, 52 * MB);

        assertThatThrownBy(() -> impatient.resize(50 * MB, 150 * MB, 52 * MB))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FinalFailure.class)
                .hasMessageContaining("other requests hold 200 of the 300 MB");
        impatient.giveBack(50 * MB);
        impatient.giveBack(200 * MB);

        impatient.resize(0, 150 * MB, 52 * MB);
        assertThat(impatient.taken()).isEqualTo(150 * MB);
    }

    @Test
    void whatTheCacheKeepsNeedsNoRoomOfItsOwnAndIsGivenBack() throws Exception {
        resize(0, 200 * MB);
        resize(200 * MB, 10 * MB);

        assertThat(room.taken()).isEqualTo(10 * MB);
    }

    @Test
    void aCacheAsLargeAsTheHeapLeavesRequestsAnEighth() throws Exception {
        room.resize(0, 68 * MB, 544 * MB);

        assertThatThrownBy(() -> room.resize(68 * MB, 69 * MB, 544 * MB))
                .isInstanceOf(NoRoomException.class);
    }
}
