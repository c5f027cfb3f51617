package io.foresnap.cluster.check;

import io.foresnap.cluster.Cluster;
import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Kills every process but the TaskManagers in turn while requests come, and starts it again. */
final class Faults {

    private static final List<String> VICTIMS =
            List.of("jobmanager", "kafka", "datanode-1", "namenode", "zookeeper");
    private static final int REQUESTS = 10;
    private static final Duration PACE = Duration.ofMillis(60);

    private final Cluster cluster;
    private final Path home;
    private final CheckTables tables;
    private final Traffic traffic;
    private final Consumer<String> say;

    Faults(Cluster cluster, Path home, CheckTables tables, Traffic traffic, Consumer<String> say) {
        this.cluster = cluster;
        this.home = home;
        this.tables = tables;
        this.traffic = traffic;
        this.say = say;
    }

    /**
     * Runs them.
     *
     * @param id the job's
     */
    void run(String id) throws IOException, InterruptedException {
        traffic.await(traffic.send(REQUESTS, PACE));
        for (String victim : VICTIMS) {
            tables.pause(true);
            kill(id, victim);
            tables.pause(false);
        }
    }

    private void kill(String id, String victim) throws IOException, InterruptedException {
        List<Exchange> sent = new ArrayList<>(traffic.send(REQUESTS, PACE));
        long killed = System.nanoTime();
        cluster.kill(victim);
        if (!victim.equals("kafka")) {
            sent.addAll(traffic.send(REQUESTS, PACE));
        }
        cluster.start(home, line -> {});
        double up = secondsSince(killed);
        Recovery.await(cluster, id);
        double running = secondsSince(killed);
        sent.addAll(traffic.send(REQUESTS, PACE));
        traffic.await(sent);
        say.accept(
                "kill -9 of %s: up again after %.1f s, all tasks ran after %.1f s; of %d requests none waited longer than %.1f s"
                        .formatted(victim, up, running, sent.size(), Traffic.longestSeconds(sent)));
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
