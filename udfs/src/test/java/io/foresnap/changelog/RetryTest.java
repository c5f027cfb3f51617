package io.foresnap.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class RetryTest {

    @Test
    void theDefaultBridgesTheFailOverOfANameNodeAndNotTheTimeOfARequest() {
        Retry usual =
                new Retry(
                        ForesnapOptions.STORAGE_RETRIES.defaultValue(),
                        ForesnapOptions.STORAGE_RETRY_BACKOFF.defaultValue().toMillis());

        long longestMs = IntStream.range(0, usual.retries()).mapToLong(usual::longestPauseMs).sum();

        assertThat(longestMs / 2).isGreaterThanOrEqualTo(30_000);
        assertThat(longestMs).isLessThanOrEqualTo(65_000);
        assertThat(longestMs)
                .isLessThan(ForesnapOptions.SERVING_TIMEOUT.defaultValue().toMillis() / 2);
    }

    @Test
    void whatFailsForAWhileSucceedsInTheEnd() throws IOException {
        AtomicInteger attempts = new AtomicInteger();

        String done =
                new Retry(2, 1)
                        .run(
                                "list",
                                () -> {
                                    if (attempts.incrementAndGet() < 3) {
                                        throw new IOException("safe mode");
                                    }
                                    return "listed";
                                });

        assertThat(done).isEqualTo("listed");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void whoMayNotIsToldAtOnce() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatThrownBy(
                        () ->
                                new Retry(2, 1)
                                        .run(
                                                "list",
                                                () -> {
                                                    attempts.incrementAndGet();
                                                    throw new AccessControlException("denied");
                                                }))
                .isInstanceOf(AccessControlException.class);
        assertThat(attempts).hasValue(1);
    }
}
