package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.job.Settings;
import io.foresnap.options.OptionsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written about the options is what the code says. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void theReadmesTableIsTheGeneratedOne() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));

        assertThat(readme)
                .as("README.md: replace the table by the output of ./run-local.sh options")
                .contains(OptionsTable.markdown());
    }

    @Test
    void theSampleConfigurationLoadsAndNamesEveryOption(@TempDir Path folder) throws IOException {
        Path sample = ROOT.resolve("conf/foresnap.yaml");
        Files.copy(sample, folder.resolve("config.yaml"));

        Configuration loaded = GlobalConfiguration.loadConfiguration(folder.toString());

        assertThat(new Settings(loaded)).isNotNull();
        String text = Files.readString(sample);
        for (ConfigOption<?> option : OptionsTable.all()) {
            assertThat(text).contains(option.key() + ":");
            assertThat(loaded.getOptional(option))
                    .satisfiesAnyOf(
                            value -> assertThat(value).isPresent(),
                            value -> assertThat(text).contains("# " + option.key() + ":"));
        }
    }
}
