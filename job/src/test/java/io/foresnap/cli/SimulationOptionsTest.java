package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.replay.report.CacheSize;
import io.foresnap.replay.simulation.SimulationSettings;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;

class SimulationOptionsTest {

    private static final SimulationSettings USUAL =
            new SimulationSettings(1, 2, 30, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    /** A command with nothing else. */
    @Command
    static final class OnlyThese {
        @Mixin SimulationOptions options = new SimulationOptions();
    }

    @Test
    void nothingGivenChangesOnlyTheSeed() {
        assertThat(parsed().over(USUAL, 11)).isEqualTo(USUAL);
        assertThat(parsed().over(USUAL, 12).seed()).isEqualTo(12);
    }

    @Test
    void everyOptionChangesItsOwnSetting() {
        SimulationSettings all =
                parsed(
                                "--snapshot-size=101b",
                                "--segment-size=102b",
                                "--snapshot-interval=309ms",
                                "--segment-interval=103ms",
                                "--resolution=104ms",
                                "--fetch-delay=105ms",
                                "--fetch-bandwidth=106b",
                                "--apply-bandwidth=107b",
                                "--prefetch-workers=108",
                                "--request-streams=109",
                                "--queue-capacity=110")
                        .over(USUAL, 111);

        assertThat(all)
                .isEqualTo(
                        new SimulationSettings(
                                101, 102, 309, 103, 104, 105, 106, 107, 108, 109, 110, 111));
    }

    @Test
    void aCacheHasAShareOrASize() {
        CacheSizes sizes = new CacheSizes();

        assertThat(sizes.convert("10%").shareOf(1000)).isEqualTo(0.1);
        assertThat(sizes.convert("2.5 %").shareOf(1000)).isEqualTo(0.025);
        assertThat(sizes.convert("1kb")).isEqualTo(CacheSize.ofBytes(1024));
        assertThat(sizes.convert("1kb").shareOf(4096)).isEqualTo(0.25);
        for (String wrong : new String[] {"0%", "-1%", "x%", "%", "much", "0b"}) {
            assertThatThrownBy(() -> sizes.convert(wrong))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    private static SimulationOptions parsed(String... arguments) {
        OnlyThese command = new OnlyThese();
        new CommandLine(command).parseArgs(arguments);
        return command.options;
    }
}
