package io.foresnap.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldoutTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05, 0.5, 1})
    void holdsTheShareOfTablesThatAreNamedAlike(double share) {
        Holdout holdout = new Holdout(share);

        long held =
                IntStream.range(0, 20_000)
                        .filter(i -> holdout.contains("public.t" + i / 8, i % 8))
                        .count();

        assertThat(held / 20_000.0).isCloseTo(share, within(0.01));
    }

    @Test
    void aLargerShareHoldsWhatTheSmallerOneDid() {
        assertThat(IntStream.range(0, 1000).filter(i -> new Holdout(.1).contains("t", i)))
                .isNotEmpty()
                .allMatch(i -> new Holdout(.2).contains("t", i));
    }

    // Pinned: whoever is held out today must be tomorrow, or the measurement begins anew.
    @Test
    void whoIsHeldOutNeverChanges() {
        Holdout holdout = new Holdout(.5);

        assertThat(IntStream.range(0, 12).filter(i -> holdout.contains("public.orders", i)))
                .containsExactly(0, 3, 4, 7, 8, 11);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-.1, 1.1, Double.NaN})
    void aShareOutsideOfZeroToOneIsRefused(double share) {
        assertThatThrownBy(() -> new Holdout(share))
                .hasMessageContaining("prefetch.holdout must be from 0 to 1");
    }
}
