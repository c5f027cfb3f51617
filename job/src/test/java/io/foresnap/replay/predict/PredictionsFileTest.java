package io.foresnap.replay.predict;

import static io.foresnap.replay.TestingTraces.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TestingTraces;
import io.foresnap.replay.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionsFileTest {

    @TempDir Path folder;
    private Trace trace;
    private Outcomes outcomes;
    private Probabilities probabilities;

    @BeforeEach
    void fourTicksOfWhichTwoAreScored() throws IOException {
        trace = TestingTraces.trace(folder, "0,a,07,", "60000,b,,", "180000,a,07,");
        outcomes = new Outcomes(trace, trace.grid(MINUTE));
        probabilities = new Probabilities(4, 2);
        for (int tick = 1; tick < 4; tick++) {
            for (int entity = 0; entity < outcomes.known(tick); entity++) {
                probabilities.set(tick, entity, Math.pow(10, -2.5 * tick) * (entity + 1));
            }
        }
    }

    @Test
    void everyScoredPredictionIsWrittenWithoutExponents() throws IOException {
        Path file = folder.resolve("p.csv");

        PredictionsFile.write(file, trace, outcomes, probabilities);

        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        tick_ms,table,partition,p
                        120000,a,07,0.000010
                        120000,b,,0.000020
                        180000,a,07,0.000000031622776
                        180000,b,,0.00000006324555
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.csv", "p.csv.gz"})
    void whatIsWrittenIsReadAgain(String name) throws IOException {
        Path file = folder.resolve(name);
        PredictionsFile.write(file, trace, outcomes, probabilities);

        Predicted back = ForeignPredictions.read("other", file, trace, outcomes);

        assertThat(back.name()).isEqualTo("other");
        for (int tick = 2; tick < 4; tick++) {
            assertThat(back.probabilities().row(tick)).isEqualTo(probabilities.row(tick));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "120000,a,07,1.5; line 2 has a p that is no probability: '1.5'",
                "120000,a,07,NaN; line 2 has a p that is no probability: 'NaN'",
                "120000,a,07; line 2 has 3 fields instead of 4",
                "120001,a,07,0.5; line 2 is about 120001, which is no prediction tick",
                "120000,a,7,0.5; line 2 is about a partition that had no request before its tick",
                "soon,a,7,0.5; line 2 has a tick_ms that is no number: 'soon'",
                "120000,a,07,0.5; has no prediction for tick 120000 of b,"
            })
    void whatIsWrongIsNamed(String line, String message) throws IOException {
        Path file =
                Files.writeString(folder.resolve("p.csv"), ForeignPredictions.HEADER + "\n" + line);

        assertThatThrownBy(() -> ForeignPredictions.read("x", file, trace, outcomes))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void ticksThatOnlyWarmUpAreNotNeeded() throws IOException {
        Path file = folder.resolve("p.csv");
        PredictionsFile.write(file, trace, outcomes, probabilities);
        Files.writeString(file, Files.readString(file) + "60000,a,07,0.5\n");

        Predicted back = ForeignPredictions.read("other", file, trace, outcomes);

        assertThat(back.probabilities().get(1, 0)).isNaN();
    }
}
