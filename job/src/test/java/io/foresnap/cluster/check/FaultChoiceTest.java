package io.foresnap.cluster.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultChoiceTest {

    @Test
    void allOfThemAreChosenTogether() {
        assertThat(FaultChoice.of("all").keys())
                .isEqualTo(FaultChoice.known())
                .contains("taskmanager-1", "flood", "storage-hangs", "cache-disk", "rescale");
    }

    @Test
    void someAreChosenByTheirKeysAndMadeInOneOrder() {
        FaultChoice choice = FaultChoice.of("flood,jobmanager");

        assertThat(choice.faults(Optional.empty()))
                .extracting(Fault::key)
                .containsExactly("jobmanager", "flood");
        assertThat(choice.needsDisk()).isFalse();
        assertThat(choice.rescales()).isFalse();
        assertThat(FaultChoice.of("cache-disk").needsDisk()).isTrue();
    }

    @Test
    void anUnknownOneIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> FaultChoice.of("flood,rain"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no fault 'rain'")
                .hasMessageContaining("flood");
    }

    @Test
    void withoutAnyNothingIsMade() {
        assertThat(FaultChoice.NONE.any()).isFalse();
        assertThat(FaultChoice.NONE.faults(Optional.empty())).isEmpty();
    }
}
