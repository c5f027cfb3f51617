package io.foresnap.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stop}. */
@Command(
        name = "stop",
        description =
                "Stops a running job with a savepoint, and prints its path: 'resume' goes on from there.")
final class StopCommand implements Callable<Integer> {

    @Mixin JobTarget target = new JobTarget();

    @Option(
            names = "--no-savepoint",
            description = "Cancel it instead: also a job that is not able to take one.")
    boolean cancel;

    @Override
    public Integer call() throws IOException, InterruptedException {
        target.control(
                control -> {
                    if (cancel) {
                        control.cancel();
                        target.say(target.kind.title() + " cancelled");
                    } else {
                        target.say(
                                "%s stopped; savepoint %s"
                                        .formatted(target.kind.title(), control.stop()));
                    }
                });
        return 0;
    }
}
