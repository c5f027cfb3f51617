package io.foresnap.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code submit}. */
@Command(
        name = "submit",
        description = {
            "Submits a job of this jar to a cluster by Flink's own client, and waits until all its tasks run.",
            "The main job needs 2 x parallelism + 1 task slots."
        })
final class SubmitCommand implements Callable<Integer> {

    @Mixin JobTarget target = new JobTarget();

    @Mixin JobOptions options = new JobOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> all = options.checked();
        target.control(
                control ->
                        target.say(
                                "%s runs as %s"
                                        .formatted(target.kind.title(), control.submit(all))));
        return 0;
    }
}
