package io.foresnap.cluster.check;

import io.foresnap.cluster.JobManager;
import io.foresnap.cluster.JobManager.Checkpoints;
import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** No space is left under the checkpoints: they fail, the job goes on, and the next is whole. */
record FullCheckpointDisk(SmallDisk disk) implements Fault {

    private static final int REQUESTS = 10;
    private static final int FAILED = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String key() {
        return "checkpoint-disk";
    }

    @Override
    public String name() {
        return "full disk under checkpoints";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("execution.checkpointing.dir", disk.folder("checkpoints").toUri().toString());
    }

    @Override
    public Happened run(Stage stage) throws IOException, InterruptedException {
        JobManager jobManager = stage.cluster().jobManager();
        String id = stage.jobId();
        Stage.await(
                "a checkpoint is complete",
                PATIENCE,
                () -> jobManager.checkpoints(id).completed() > 0);
        Checkpoints before = jobManager.checkpoints(id);
        List<Exchange> sent = new ArrayList<>(stage.serve(REQUESTS));
        disk.fill();
        long filled = System.nanoTime();
        sent.addAll(stage.serve(REQUESTS));
        Stage.await(
                "%d checkpoints have failed".formatted(FAILED),
                PATIENCE,
                () -> jobManager.checkpoints(id).failed() >= before.failed() + FAILED);
        sent.addAll(stage.serve(REQUESTS));
        Checkpoints full = jobManager.checkpoints(id);
        double lasted = Stage.secondsSince(filled);
        disk.free();
        long freed = System.nanoTime();
        Stage.await(
                "a checkpoint is complete again",
                PATIENCE,
                () -> jobManager.checkpoints(id).completed() > full.completed());
        double recovery = Stage.secondsSince(freed);
        sent.addAll(stage.serve(REQUESTS));
        Checkpoints after = jobManager.checkpoints(id);
        stage.say()
                .accept(
                        "full disk under checkpoints for %.1f s: %d failed, the job was restarted %d times, the next one was complete %.1f s after there was space"
                                .formatted(
                                        lasted,
                                        after.failed() - before.failed(),
                                        after.restored() - before.restored(),
                                        recovery));
        return new Happened(
                sent,
                recovery,
                after.restored() == before.restored()
                        ? List.of()
                        : List.of("the job was restarted"));
    }
}
