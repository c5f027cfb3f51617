package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code history} says before it does anything. */
class HistoryCommandsTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    import --trace=none.csv --savepoint=none | --trace: no such file: none.csv
                    import --trace=t --savepoint=s --prediction-interval=0s | prediction.interval must be positive
                    import --trace=t --savepoint=s --time-zone=Nowhere | but is 'Nowhere'
                    import --trace=t --savepoint=s -Dhistory.time-to-live=1s | history.time-to-live must be at least
                    import --trace=t --savepoint=s -Dtraining.examples-per-tick=0 | must be at least 1, but is 0
                    import --trace=t --savepoint=s -Dtraining.examples=5 | -Dtraining.examples: there is no such option
                    import --trace=t --savepoint=s -Dpipeline.max-parallelism=1 | must lie between 2 and 32768, but is 1
                    import --trace=t --savepoint=s --model-type=GRU -Dprediction.model-type=RNN | give --model-type or -Dprediction.model-type
                    export --savepoint=s --output=o --from=noon | noon
                    export --savepoint=s --output=o --before=latest | --before must be a time, but is latest
                    export --savepoint=s --output=o --table=[ | --table is no valid glob
                    """)
    void wrongUseIsNamedInOneLine(String command, String says) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Foresnap.commandLine();
        commandLine.setErr(new PrintWriter(err));

        int code = commandLine.execute(("history " + command).split(" "));

        assertThat(err.toString()).contains(says);
        assertThat(code).isEqualTo(2);
    }
}
