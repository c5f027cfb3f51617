package io.foresnap.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void itFillsAtItsRateUpToItsSize() {
        TokenBucket bucket = new TokenBucket(10, 5, 0);

        bucket.take(5, 0);
        assertThat(bucket.nanosUntilAny(0)).isEqualTo(SECOND / 10);
        assertThat(bucket.nanosUntilAny(SECOND / 10)).isZero();
        assertThat(bucket.nanosUntilAny(100 * SECOND)).isZero();

        bucket.take(5, 100 * SECOND);
        assertThat(bucket.nanosUntilAny(100 * SECOND)).isPositive();
    }

    @Test
    void whatIsLargerThanTheBucketIsPaidOffAfterwards() {
        TokenBucket bucket = new TokenBucket(10, 5, 0);

        bucket.take(105, 0);

        assertThat(bucket.nanosUntilAny(0)).isEqualTo(101 * SECOND / 10);
        assertThat(bucket.nanosUntilAny(11 * SECOND)).isZero();
    }

    @Test
    void overAnyLongTimeNoMoreThanTheRateGoesThrough() {
        TokenBucket bucket = new TokenBucket(1000, 100, 0);
        long taken = 0;
        long now = 0;
        while (now < 100 * SECOND) {
            now += bucket.nanosUntilAny(now);
            bucket.take(37, now);
            taken += 37;
        }

        assertThat(taken).isBetween(99_900L, 100_200L);
    }
}
