package io.foresnap.cluster.check;

import io.foresnap.cluster.Cluster;
import io.foresnap.cluster.JobControl;
import io.foresnap.cluster.RunningJob;
import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What everything that happens to the job works with.
 *
 * @param home the folder that has {@code conf}
 * @param job the main job on the cluster
 * @param say told what happens
 */
record Stage(
        Cluster cluster,
        Path home,
        JobControl job,
        CheckTables tables,
        Traffic traffic,
        Consumer<String> say) {

    /** Between two requests. */
    static final Duration PACE = Duration.ofMillis(60);

    private static final Duration RUNNING = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * What came of ending a process.
     *
     * @param sent the requests then under way
     * @param upSeconds until it was up again
     * @param runningSeconds until all tasks ran
     */
    record Killed(List<Exchange> sent, double upSeconds, double runningSeconds) {

        /** In one line. */
        String line(String victim) {
            return "kill -9 of %s: up again after %.1f s, all tasks ran after %.1f s; of %d requests then under way none waited longer than %.1f s"
                    .formatted(
                            victim,
                            upSeconds,
                            runningSeconds,
                            sent.size(),
                            Traffic.longestSeconds(sent));
        }
    }

    /** Something that may hold. */
    @FunctionalInterface
    interface Condition {
        /** Whether it holds now. */
        boolean holds() throws IOException, InterruptedException;
    }

    /** The running job's id. */
    String jobId() throws IOException {
        List<RunningJob> jobs = cluster.jobManager().jobs();
        if (jobs.isEmpty()) {
            throw new IOException("no job runs");
        }
        return jobs.get(0).id();
    }

    /** Sends requests, waits for their answers. */
    List<Exchange> serve(int count) throws IOException, InterruptedException {
        List<Exchange> sent = traffic.send(count, PACE);
        traffic.await(sent);
        return sent;
    }

    /**
     * Ends a process while requests come, starts it again and waits for the answers.
     *
     * @param before how many requests are sent right before
     * @param meanwhile how many are sent while it is away
     * @param after how many are sent when all runs again
     */
    Killed kill(String victim, int before, int meanwhile, int after)
            throws IOException, InterruptedException {
        String id = jobId();
        List<Exchange> sent = new ArrayList<>(traffic.send(before, PACE));
        long killed = System.nanoTime();
        cluster.kill(victim);
        sent.addAll(traffic.send(meanwhile, PACE));
        cluster.start(home, line -> {});
        double up = secondsSince(killed);
        await("the job runs again", RUNNING, () -> runs(id));
        double running = secondsSince(killed);
        sent.addAll(traffic.send(after, PACE));
        traffic.await(sent);
        return new Killed(sent, up, running);
    }

    /** Whether all tasks run; a JobManager may have to find the job first. */
    private boolean runs(String id) {
        try {
            return cluster.jobManager().tasks(id).allRun();
        } catch (IOException notFoundYet) {
            return false;
        }
    }

    /** Waits for something; an exception names it when it does not come. */
    static void await(String what, Duration timeout, Condition condition)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("not within %d s: %s".formatted(timeout.toSeconds(), what));
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
