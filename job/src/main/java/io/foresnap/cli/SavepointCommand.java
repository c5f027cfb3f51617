package io.foresnap.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code savepoint}. */
@Command(
        name = "savepoint",
        description = "Takes a savepoint of a running job and prints its path.")
final class SavepointCommand implements Callable<Integer> {

    @Mixin JobTarget target = new JobTarget();

    @Override
    public Integer call() throws IOException, InterruptedException {
        target.control(control -> target.say(control.savepoint()));
        return 0;
    }
}
