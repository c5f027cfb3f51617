package io.foresnap.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code -Dkey=value} of a job that is started. */
final class JobOptions {

    @Option(
            names = "-D",
            paramLabel = "key=value",
            description =
                    "An option of the job or of Flink, for example -Dparallelism.default=2. Storage"
                            + " root and Kafka are those of the cluster unless given.")
    Map<String, String> overrides = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    /** The options, of which none is known to be wrong. */
    Map<String, String> checked() {
        ConfigurationCheck.problem(overrides)
                .ifPresent(
                        problem -> {
                            throw new ParameterException(spec.commandLine(), problem);
                        });
        return overrides;
    }
}
