package io.foresnap.cluster.check;

import io.foresnap.cluster.JobControl.Resumed;
import io.foresnap.cluster.check.Conversation.Exchange;
import io.foresnap.savepoint.HistoryReader;
import io.foresnap.savepoint.HistoryReader.History;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From 2 to 4 to 1 subtasks by savepoints: right after each step the job's state knows the same
 * partitions and the same accesses as right before.
 */
record Rescaling() implements Fault {

    private static final List<Integer> STEPS = List.of(4, 1);
    private static final int REQUESTS = 20;

    /**
     * Two prediction intervals of the check: the accesses that wait for a tick are in their place.
     */
    private static final Duration SETTLED = Duration.ofSeconds(20);

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
            Thread.sleep(SETTLED.toMillis());
            long began = System.nanoTime();
            Resumed resumed = stage.job().rescale(subtasks);
            double took = Stage.secondsSince(began);
            longest = Math.max(longest, took);
            History before = read(resumed.savepoint());
            // Nobody has asked for anything since.
            History after = read(stage.job().savepoint());
            if (before.accesses().isEmpty()) {
                wrong.add("the state knew nothing before it was rescaled");
            }
            difference(before.partitions(), after.partitions())
                    .or(() -> difference(before.accesses(), after.accesses()))
                    .ifPresent(wrong::add);
            sent.addAll(stage.serve(REQUESTS));
            stage.say()
                    .accept(
                            "rescaled to %d in %.1f s: %s before, %s after"
                                    .formatted(subtasks, took, counts(before), counts(after)));
        }
        return new Happened(sent, longest, wrong);
    }

    /** What is on one side only, if anything is. Accesses of one moment are in no order. */
    private static <T> Optional<String> difference(List<T> before, List<T> after) {
        List<T> gone = new ArrayList<>(before);
        after.forEach(gone::remove);
        List<T> come = new ArrayList<>(after);
        before.forEach(come::remove);
        return gone.isEmpty() && come.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "rescaling changed the state: %d are gone and %d came, such as %s"
                                .formatted(
                                        gone.size(),
                                        come.size(),
                                        Stream.concat(gone.stream(), come.stream())
                                                .limit(2)
                                                .toList()));
    }

    private static History read(String savepoint) throws IOException {
        return HistoryReader.read(savepoint, table -> true, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static String counts(History history) {
        return "%d partitions with %d accesses"
                .formatted(history.partitions().size(), history.accesses().size());
    }
}
