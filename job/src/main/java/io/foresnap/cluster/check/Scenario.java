package io.foresnap.cluster.check;

import io.foresnap.cluster.JobManager;
import io.foresnap.cluster.Metrics;
import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens to the job while requests come. */
final class Scenario {

    /** What is used is written to disk in the background. */
    private static final Duration WRITTEN = Duration.ofSeconds(2);

    /** A subtask that was given another place reads again. */
    private static final double WARM_SHARE = 0.5;

    private final Stage stage;
    private final Traffic traffic;

    Scenario(Stage stage) {
        this.stage = stage;
        this.traffic = stage.traffic();
    }

    /**
     * Runs it.
     *
     * @param requests how many are sent
     * @return whether a replaced TaskManager served from its disk
     */
    boolean run(int requests) throws IOException, InterruptedException {
        int tenth = requests / 10;
        List<Exchange> warm = stage.serve(4 * tenth);
        stage.say()
                .accept(
                        "%d requests answered, %.1f s at most"
                                .formatted(warm.size(), Traffic.longestSeconds(warm)));
        Thread.sleep(WRITTEN.toMillis());
        String victim = victim();
        stage.say().accept(stage.kill(victim, tenth, tenth, 0).line(victim));
        boolean fromDisk = warm(victim, warm.subList(warm.size() - tenth, warm.size()));
        rescale(tenth);
        stopAndResume(requests - 8 * tenth);
        return fromDisk;
    }

    /**
     * A TaskManager that serves. Flink gives tasks their old places where these come back, but does
     * not wait for them while another slot is free: so best one that has the free slot itself.
     */
    private String victim() throws IOException {
        JobManager jobManager = stage.cluster().jobManager();
        List<String> serving = jobManager.hosts(stage.jobId(), "serve");
        for (String taskManager : serving) {
            if (jobManager.hasFreeSlots(taskManager)) {
                return taskManager;
            }
        }
        return serving.get(0);
    }

    private boolean warm(String victim, List<Exchange> earlier)
            throws IOException, InterruptedException {
        Metrics before = stage.cluster().metrics(victim);
        List<Exchange> again = traffic.again(earlier, Stage.PACE);
        traffic.await(again);
        long needed = 0;
        long cached = 0;
        for (Exchange one : again) {
            if (one.answered()) {
                needed += one.first().neededFiles();
                cached += one.first().cachedFiles();
            }
        }
        Metrics after = stage.cluster().metrics(victim);
        double hits = after.max("cacheDiskHits");
        stage.say()
                .accept(
                        "%s as a new process: %.0f files served from the disk tier that the old one left (%.0f KiB there); asked again for %d backups, %d of %d files came from the caches, it read %.0f bytes from storage"
                                .formatted(
                                        victim,
                                        hits,
                                        after.max("cacheDiskBytes") / 1024,
                                        again.size(),
                                        cached,
                                        needed,
                                        after.sum("requestReadBytes")
                                                - before.sum("requestReadBytes")));
        return hits > 0 && cached > WARM_SHARE * needed;
    }

    private void rescale(int count) throws IOException, InterruptedException {
        List<Exchange> sent = new ArrayList<>(traffic.send(count / 2, Stage.PACE));
        long began = System.nanoTime();
        stage.job().rescale(1);
        double took = Stage.secondsSince(began);
        sent.addAll(traffic.send(count - count / 2, Stage.PACE));
        traffic.await(sent);
        stage.say()
                .accept(
                        "rescaled from 2 to 1 in %.1f s; of %d requests none waited longer than %.1f s"
                                .formatted(took, sent.size(), Traffic.longestSeconds(sent)));
    }

    private void stopAndResume(int count) throws IOException, InterruptedException {
        List<Exchange> sent = new ArrayList<>(traffic.send(count / 3, Stage.PACE));
        long began = System.nanoTime();
        String savepoint = stage.job().stop();
        double stopped = Stage.secondsSince(began);
        sent.addAll(traffic.send(count / 3, Stage.PACE));
        long resumed = System.nanoTime();
        stage.job().resume(Optional.empty(), Map.of("parallelism.default", "2"));
        double took = Stage.secondsSince(resumed);
        sent.addAll(traffic.send(count - 2 * (count / 3), Stage.PACE));
        traffic.await(sent);
        stage.say()
                .accept(
                        "stopped with savepoint in %.1f s, resumed with parallelism 2 in %.1f s; of %d requests none waited longer than %.1f s"
                                .formatted(
                                        stopped, took, sent.size(), Traffic.longestSeconds(sent)));
        stage.say().accept("the savepoint was " + savepoint);
    }
}
