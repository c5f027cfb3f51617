package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.prefetch.RequestRoom.NoRoomException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestRoomTest {

    private static final long MB = 1 << 20;

    /** 480 MB of heap, of which the cache takes 24 and 192 are left to others: 264 for requests. */
    private final RequestRoom room = new RequestRoom(480 * MB);

    private void take(long bytes, long own) throws Exception {
        room.take(bytes, own, 24 * MB);
    }

    @Test
    void aRequestThatHoldsEverythingItselfIsRefusedAtOnce() throws Exception {
        take(200 * MB, 0);
        take(64 * MB, 200 * MB);

        assertThatThrownBy(() -> take(1, 264 * MB))
                .isInstanceOf(NoRoomException.class)
                .hasMessageContaining("more than 264 MB of the 264 MB");
        assertThat(room.taken()).isEqualTo(264 * MB);
    }

    @Test
    void whatOthersHoldIsWaitedFor() throws Exception {
        take(200 * MB, 0);
        FutureTask<Void> other =
                new FutureTask<>(
                        () -> {
                            take(100 * MB, 0);
                            return null;
                        });
        Thread thread = new Thread(other);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }

        room.giveBack(200 * MB);
        other.get();

        assertThat(room.taken()).isEqualTo(100 * MB);
    }

    @Test
    void aCacheAsLargeAsTheHeapLeavesRequestsAnEighth() throws Exception {
        room.take(60 * MB, 0, 480 * MB);

        assertThatThrownBy(() -> room.take(1, 60 * MB, 480 * MB))
                .isInstanceOf(NoRoomException.class);
    }
}
