package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BytesUnderWayTest {

    private static final long LIMIT = 4 << 20;

    private final BytesUnderWay bytes = BytesUnderWay.ofCache(8 * LIMIT);

    private TestingThreads<Boolean> acquire(long wanted) {
        return TestingThreads.start(() -> bytes.acquire(wanted, () -> false));
    }

    @Test
    void whatDoesNotFitWaitsUntilEnoughHasLeft() throws Exception {
        assertThat(bytes.acquire(LIMIT / 2, () -> false)).isTrue();
        assertThat(bytes.acquire(LIMIT / 2, () -> false)).isTrue();
        TestingThreads<Boolean> third = acquire(LIMIT / 2).awaitWaiting();

        bytes.release(LIMIT / 4);
        third.awaitWaiting();
        bytes.release(LIMIT / 4);

        assertThat(third.get()).isTrue();
        assertThat(bytes.bytes()).isEqualTo(LIMIT);
    }

    @Test
    void whatIsLargerThanAllRoomGoesAlone() throws Exception {
        assertThat(bytes.acquire(1, () -> false)).isTrue();
        TestingThreads<Boolean> large = acquire(3 * LIMIT).awaitWaiting();

        bytes.release(1);

        assertThat(large.get()).isTrue();
        acquire(1).awaitWaiting().interrupt();
    }

    @Test
    void whoWaitsInVainGoesWithoutRoom() throws Exception {
        assertThat(bytes.acquire(LIMIT, () -> false)).isTrue();

        assertThat(bytes.acquire(1, () -> true)).isFalse();
        assertThat(bytes.bytes()).isEqualTo(LIMIT);
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        assertThat(bytes.acquire(LIMIT, () -> false)).isTrue();
        TestingThreads<Boolean> waiting = acquire(1).awaitWaiting();

        waiting.interrupt();

        assertThatThrownBy(waiting::get).isInstanceOf(InterruptedIOException.class);
        assertThat(bytes.bytes()).isEqualTo(LIMIT);
    }
}
