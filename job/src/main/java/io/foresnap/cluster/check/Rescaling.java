package io.foresnap.cluster.check;

import io.foresnap.cluster.JobControl.Resumed;
import io.foresnap.cluster.check.Conversation.Exchange;
import io.foresnap.savepoint.HistoryReader;
import io.foresnap.savepoint.HistoryReader.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * From 2 to 4 to 1 subtasks by savepoints: right after each step the job's state knows the same
 * partitions and the same accesses as right before.
 */
record Rescaling() implements Fault {

    private static final List<Integer> STEPS = List.of(4, 1);
    private static final int REQUESTS = 20;

    @Override
    public String key() {
        return "rescale";
    }

    @Override
    public String name() {
        return "rescale 2 to 4 to 1";
    }

    @Override
    public Happened run(Stage stage) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        List<Exchange> sent = new ArrayList<>(stage.serve(REQUESTS));
        double longest = 0;
        for (int subtasks : STEPS) {
            long began = System.nanoTime();
            Resumed resumed = stage.job().rescale(subtasks);
            double took = Stage.secondsSince(began);
            longest = Math.max(longest, took);
            History before = read(resumed.savepoint());
            // Nobody has asked for anything since.
            History after = read(stage.job().savepoint());
            if (before.accesses().isEmpty() || !before.equals(after)) {
                wrong.add(
                        "with %d subtasks the state is another: %s became %s"
                                .formatted(subtasks, counts(before), counts(after)));
            }
            sent.addAll(stage.serve(REQUESTS));
            stage.say()
                    .accept(
                            "rescaled to %d in %.1f s: %s before, %s after"
                                    .formatted(subtasks, took, counts(before), counts(after)));
        }
        return new Happened(sent, longest, wrong);
    }

    private static History read(String savepoint) throws IOException {
        return HistoryReader.read(savepoint, table -> true, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static String counts(History history) {
        return "%d partitions with %d accesses"
                .formatted(history.partitions().size(), history.accesses().size());
    }
}
