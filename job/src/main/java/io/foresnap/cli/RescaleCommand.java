package io.foresnap.cli;

import io.foresnap.cluster.JobControl;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code rescale}. */
@Command(
        name = "rescale",
        description =
                "Stops a running job with a savepoint and resumes it with another parallelism; requests wait meanwhile.")
final class RescaleCommand implements Callable<Integer> {

    @Mixin JobTarget target = new JobTarget();

    @Mixin NonRestoredState nonRestored = new NonRestoredState();

    @Parameters(paramLabel = "P", description = "Subtasks of each operator.")
    int parallelism;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (parallelism < 1) {
            throw new ParameterException(
                    target.spec.commandLine(),
                    "the parallelism must be positive, but is " + parallelism);
        }
        target.control(
                control -> {
                    JobControl.Resumed resumed = control.rescale(parallelism, nonRestored.allowed);
                    target.say(
                            "%s runs as %s with parallelism %d, from savepoint %s"
                                    .formatted(
                                            target.kind.title(),
                                            resumed.id(),
                                            parallelism,
                                            resumed.savepoint()));
                });
        return 0;
    }
}
