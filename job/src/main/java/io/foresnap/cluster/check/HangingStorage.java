package io.foresnap.cluster.check;

import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Processes of HDFS that live and answer nobody ({@code kill -STOP}): opens, reads and writes never
 * return. Each request ends within the time that it may take in each of its steps, with its backup
 * or with a failure; none holds up those that come later.
 *
 * @param victims which processes
 */
record HangingStorage(String key, String name, List<String> victims) implements Fault {

    private static final int REQUESTS = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** To plan, to serve and to commit: each of them may take the whole time. */
    private static final int STEPS = 3;

    private static final Duration SLACK = Duration.ofSeconds(5);

    @Override
    public Map<String, String> options() {
        return Map.of("serving.timeout", TIMEOUT.toSeconds() + " s");
    }

    @Override
    public Happened run(Stage stage) throws IOException, InterruptedException {
        int restored = stage.cluster().jobManager().checkpoints(stage.jobId()).restored();
        List<String> wrong = new ArrayList<>();
        stage.tables().pause(true);
        List<Exchange> sent = new ArrayList<>(stage.traffic().send(REQUESTS, Stage.PACE));
        double longest;
        try {
            suspend(stage);
            List<Exchange> meanwhile = stage.traffic().send(REQUESTS, Stage.PACE);
            sent.addAll(meanwhile);
            stage.traffic().await(sent);
            longest = Traffic.longestSeconds(sent);
        } finally {
            goOn(stage);
        }
        long again = System.nanoTime();
        if (longest > STEPS * TIMEOUT.toSeconds() + SLACK.toSeconds()) {
            wrong.add("a request waited %.1f s for an answer".formatted(longest));
        }
        long failed = sent.stream().filter(one -> !acknowledged(one)).count();
        double recovery = untilServed(stage, sent, again);
        stage.tables().pause(false);
        if (stage.cluster().jobManager().checkpoints(stage.jobId()).restored() != restored) {
            wrong.add("the job was restarted");
        }
        stage.say()
                .accept(
                        "%s: of %d requests %d failed, none waited longer than %.1f s; backups were made again %.1f s after it went on"
                                .formatted(name, sent.size(), failed, longest, recovery));
        return new Happened(sent, recovery, wrong);
    }

    /** Until a whole round of new requests is acknowledged. */
    private static double untilServed(Stage stage, List<Exchange> sent, long since)
            throws IOException, InterruptedException {
        Stage.await(
                "requests are served again",
                Duration.ofSeconds(120),
                () -> {
                    List<Exchange> round = stage.serve(REQUESTS);
                    sent.addAll(round);
                    return round.stream().allMatch(HangingStorage::acknowledged);
                });
        return Stage.secondsSince(since);
    }

    private static boolean acknowledged(Exchange exchange) {
        return exchange.answered() && exchange.first().acknowledged();
    }

    private void suspend(Stage stage) throws IOException, InterruptedException {
        for (String victim : victims) {
            stage.cluster().suspend(victim);
        }
    }

    private void goOn(Stage stage) throws IOException, InterruptedException {
        for (String victim : victims) {
            stage.cluster().goOn(victim);
        }
    }
}
