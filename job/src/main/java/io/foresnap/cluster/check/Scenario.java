package io.foresnap.cluster.check;

import io.foresnap.cluster.Cluster;
import io.foresnap.cluster.JobControl;
import io.foresnap.cluster.Metrics;
import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What happens to the job while requests come. */
final class Scenario {

    private static final Duration PACE = Duration.ofMillis(60);

    /** What is used is written to disk in the background. */
    private static final Duration WRITTEN = Duration.ofSeconds(2);

    /** A subtask that was given another place reads again. */
    private static final double WARM_SHARE = 0.5;

    private final Cluster cluster;
    private final Path home;
    private final JobControl job;
    private final Traffic traffic;
    private final Consumer<String> say;

    Scenario(Cluster cluster, Path home, JobControl job, Traffic traffic, Consumer<String> say) {
        this.cluster = cluster;
        this.home = home;
        this.job = job;
        this.traffic = traffic;
        this.say = say;
    }

    /**
     * Runs it.
     *
     * @param id the job's
     * @param requests how many are sent
     * @return whether a replaced TaskManager served from its disk
     */
    boolean run(String id, int requests) throws IOException, InterruptedException {
        int tenth = requests / 10;
        List<Exchange> warm = traffic.send(4 * tenth, PACE);
        traffic.await(warm);
        say.accept(
                "%d requests answered, %.1f s at most"
                        .formatted(warm.size(), Traffic.longestSeconds(warm)));
        Thread.sleep(WRITTEN.toMillis());
        String victim = victim(id);
        kill(id, victim, 2 * tenth);
        boolean fromDisk = warm(victim, warm.subList(warm.size() - tenth, warm.size()));
        rescale(tenth);
        stopAndResume(requests - 8 * tenth);
        return fromDisk;
    }

    /**
     * A TaskManager that serves. Flink gives tasks their old places where these come back, but does
     * not wait for them while another slot is free: so best one that has the free slot itself.
     */
    private String victim(String id) throws IOException {
        List<String> serving = cluster.jobManager().hosts(id, "serve");
        for (String taskManager : serving) {
            if (cluster.jobManager().hasFreeSlots(taskManager)) {
                return taskManager;
            }
        }
        return serving.get(0);
    }

    private void kill(String id, String victim, int count)
            throws IOException, InterruptedException {
        List<Exchange> sent = new ArrayList<>(traffic.send(count / 2, PACE));
        long killed = System.nanoTime();
        cluster.kill(victim);
        sent.addAll(traffic.send(count - count / 2, PACE));
        cluster.start(home, line -> {});
        double up = secondsSince(killed);
        Recovery.await(cluster, id);
        double running = secondsSince(killed);
        traffic.await(sent);
        say.accept(
                "kill -9 of %s: its replacement was up after %.1f s, all tasks ran after %.1f s; of %d requests then under way none waited longer than %.1f s"
                        .formatted(victim, up, running, sent.size(), Traffic.longestSeconds(sent)));
    }

    private boolean warm(String victim, List<Exchange> earlier)
            throws IOException, InterruptedException {
        Metrics before = cluster.metrics(victim);
        List<Exchange> again = traffic.again(earlier, PACE);
        traffic.await(again);
        long needed = 0;
        long cached = 0;
        for (Exchange one : again) {
            if (one.answered()) {
                needed += one.first().neededFiles();
                cached += one.first().cachedFiles();
            }
        }
        Metrics after = cluster.metrics(victim);
        double hits = after.max("cacheDiskHits");
        say.accept(
                "%s as a new process: %.0f files served from the disk tier that the old one left (%.0f KiB there); asked again for %d backups, %d of %d files came from the caches, it read %.0f bytes from storage"
                        .formatted(
                                victim,
                                hits,
                                after.max("cacheDiskBytes") / 1024,
                                again.size(),
                                cached,
                                needed,
                                after.sum("requestReadBytes") - before.sum("requestReadBytes")));
        return hits > 0 && cached > WARM_SHARE * needed;
    }

    private void rescale(int count) throws IOException, InterruptedException {
        List<Exchange> sent = new ArrayList<>(traffic.send(count / 2, PACE));
        long began = System.nanoTime();
        job.rescale(1);
        double took = secondsSince(began);
        sent.addAll(traffic.send(count - count / 2, PACE));
        traffic.await(sent);
        say.accept(
                "rescaled from 2 to 1 in %.1f s; of %d requests none waited longer than %.1f s"
                        .formatted(took, sent.size(), Traffic.longestSeconds(sent)));
    }

    private void stopAndResume(int count) throws IOException, InterruptedException {
        List<Exchange> sent = new ArrayList<>(traffic.send(count / 3, PACE));
        long began = System.nanoTime();
        String savepoint = job.stop();
        double stopped = secondsSince(began);
        sent.addAll(traffic.send(count / 3, PACE));
        long resumed = System.nanoTime();
        job.resume(Optional.empty(), Map.of("parallelism.default", "2"));
        double took = secondsSince(resumed);
        sent.addAll(traffic.send(count - 2 * (count / 3), PACE));
        traffic.await(sent);
        say.accept(
                "stopped with savepoint in %.1f s, resumed with parallelism 2 in %.1f s; of %d requests none waited longer than %.1f s"
                        .formatted(stopped, took, sent.size(), Traffic.longestSeconds(sent)));
        say.accept("the savepoint was " + savepoint);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
