package io.foresnap.cli;

import io.foresnap.cluster.JobControl;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resume}. */
@Command(
        name = "resume",
        description =
                "Starts a job with the state of a savepoint, and the options that it was last started with here.")
final class ResumeCommand implements Callable<Integer> {

    @Mixin JobTarget target = new JobTarget();

    @Mixin JobOptions options = new JobOptions();

    @Mixin NonRestoredState nonRestored = new NonRestoredState();

    @Option(
            names = "--savepoint",
            paramLabel = "PATH",
            description =
                    "The savepoint, or a checkpoint; the newest that these commands made unless given.")
    @Nullable String savepoint;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> all = options.checked();
        target.control(
                control -> {
                    JobControl.Resumed resumed =
                            control.resume(
                                    Optional.ofNullable(savepoint), all, nonRestored.allowed);
                    target.say(
                            "%s runs as %s, from savepoint %s"
                                    .formatted(
                                            target.kind.title(),
                                            resumed.id(),
                                            resumed.savepoint()));
                });
        return 0;
    }
}
