package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {

    private static final int MIB = 1 << 20;

    private final AtomicLong nanos = new AtomicLong();
    private final Lanes lanes = new Lanes(nanos::get, 1);

    private TestingThreads<Boolean> turn(int bytes, AtomicBoolean wanted) {
        return TestingThreads.start(
                () -> {
                    lanes.awaitTurn(bytes, null, wanted::get);
                    return true;
                });
    }

    /** Requests that are served for long enough to let something through. */
    private void serveForLong() {
        lanes.beginRequest();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void aShortRequestLetsNothingThrough() throws Exception {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        lanes.beginRequest();
        TestingThreads<Boolean> turn = turn(1, new AtomicBoolean()).awaitWaiting();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(60));
        turn.awaitWaiting();

        lanes.endRequest();

        assertThat(turn.get()).isTrue();
    }

    /** Whether prefetching has its turn at once. */
    private boolean letsThrough() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        lanes.awaitTurn(1, null, () -> looks.getAndIncrement() > 0);
        return looks.get() == 1;
    }

    @Test
    void shortRequestsWithoutAPauseLetATrickleThrough() throws Exception {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        for (int i = 0; i < 2; i++) {
            lanes.beginRequest();
            assertThat(letsThrough()).isFalse();
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
            lanes.endRequest();
        }

        lanes.beginRequest();

        assertThat(letsThrough()).isTrue();
    }

    @Test
    void aRequestAfterAPauseLetsNothingThroughAgain() throws Exception {
        serveForLong();
        lanes.endRequest();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(63));

        lanes.beginRequest();

        assertThat(letsThrough()).isFalse();
    }

    @Test
    void prefetchingNeverWaitsWhileNoRequestIsServed() throws Exception {
        for (int i = 0; i < 1000; i++) {
            lanes.awaitTurn(MIB, null, () -> false);
        }

        assertThat(nanos).hasValue(0);
    }

    @Test
    void prefetchingStandsStillUntilTheLastRequestIsServed() throws Exception {
        lanes.beginRequest();
        serveForLong();
        lanes.awaitTurn(MIB, null, () -> false);
        TestingThreads<Boolean> turn = turn(MIB, new AtomicBoolean()).awaitWaiting();

        lanes.endRequest();
        turn.awaitWaiting();
        lanes.endRequest();

        assertThat(turn.get()).isTrue();
    }

    @Test
    void aNodeThatIsNeverIdleLetsATrickleThrough() throws Exception {
        serveForLong();
        lanes.awaitTurn(MIB, null, () -> false);
        TestingThreads<Boolean> turn = turn(MIB, new AtomicBoolean()).awaitWaiting();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(turn.get()).isTrue();
        turn(MIB, new AtomicBoolean()).awaitWaiting().interrupt();
    }

    @Test
    void whatARequestWaitsForGoesOn() throws Exception {
        serveForLong();
        lanes.awaitTurn(MIB, null, () -> false);
        AtomicBoolean wanted = new AtomicBoolean();
        TestingThreads<Boolean> turn = turn(MIB, wanted).awaitWaiting();

        wanted.set(true);
        lanes.wake();

        assertThat(turn.get()).isTrue();
    }

    @Test
    void aCapHoldsAlsoWhenNoRequestIsServed() throws Exception {
        TokenBucket cap = new TokenBucket(MIB, MIB, 0);
        lanes.awaitTurn(3 * MIB, cap, () -> false);
        TestingThreads<Boolean> turn =
                TestingThreads.start(
                                () -> {
                                    lanes.awaitTurn(1, cap, () -> false);
                                    return true;
                                })
                        .awaitWaiting();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2) + 1000);

        assertThat(turn.get()).isTrue();
    }

    @Test
    void oneDecodesAtATimeUnlessARequestWaits() throws Exception {
        lanes.beginDecoding(() -> false);
        TestingThreads<Boolean> second =
                TestingThreads.start(
                                () -> {
                                    lanes.beginDecoding(() -> false);
                                    return true;
                                })
                        .awaitWaiting();

        lanes.beginDecoding(() -> true);
        lanes.endDecoding();
        second.awaitWaiting();
        lanes.endDecoding();

        assertThat(second.get()).isTrue();
    }

    @Test
    void whoWaitsCanBeInterrupted() {
        serveForLong();
        TestingThreads<Boolean> turn =
                TestingThreads.start(
                                () -> {
                                    lanes.awaitTurn(MIB, null, () -> false);
                                    lanes.awaitTurn(MIB, null, () -> false);
                                    return true;
                                })
                        .awaitWaiting();

        turn.interrupt();

        assertThatThrownBy(turn::get).isInstanceOf(InterruptedIOException.class);
    }
}
