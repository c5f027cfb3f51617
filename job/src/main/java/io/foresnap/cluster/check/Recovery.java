package io.foresnap.cluster.check;

import io.foresnap.cluster.Cluster;
import java.io.IOException;
import java.time.Duration;

/** Waits for a job to come back. */
final class Recovery {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 50;

    /** Waits until all its tasks run; a JobManager may have to find the job first. */
    static void await(Cluster cluster, String id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!allRun(cluster, id)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "the job does not run again after %d s".formatted(TIMEOUT.toSeconds()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean allRun(Cluster cluster, String id) {
        try {
            return cluster.jobManager().tasks(id).allRun();
        } catch (IOException notFoundYet) {
            return false;
        }
    }

    private Recovery() {}
}
