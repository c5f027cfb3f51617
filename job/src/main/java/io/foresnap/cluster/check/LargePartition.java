package io.foresnap.cluster.check;

import io.foresnap.changelog.Storage;
import io.foresnap.client.ResultMessage;
import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for a partition that is larger than a TaskManager's heap, among others: it gets the
 * right backup or a failure that says why, and nobody else notices.
 */
record LargePartition(String key, String name, LargeTable table) implements Fault {

    private static final int REQUESTS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public Happened run(Stage stage) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        int restored = stage.cluster().jobManager().checkpoints(stage.jobId()).restored();
        try (Storage storage = Storage.open(stage.cluster().storageRoot())) {
            table.write(storage);
            long began = System.nanoTime();
            Exchange large = stage.traffic().whole(table.name());
            List<Exchange> sent = new ArrayList<>(stage.serve(REQUESTS));
            stage.traffic().await(List.of(large), PATIENCE);
            double seconds = Stage.secondsSince(began);
            // The check's replays do not know it.
            stage.traffic().release(large);
            sent.addAll(stage.serve(REQUESTS));
            if (!large.answered()) {
                wrong.add(table.name() + " got no answer");
                return new Happened(sent, 0, wrong);
            }
            ResultMessage result = large.first();
            if (result.acknowledged()) {
                table.compare(storage, String.valueOf(result.directory())).ifPresent(wrong::add);
            }
            if (stage.cluster().jobManager().checkpoints(stage.jobId()).restored() != restored) {
                wrong.add("the job was restarted");
            }
            stage.say()
                    .accept(
                            "%s, %d MB of rows and changes: %s after %.1f s%s"
                                    .formatted(
                                            name,
                                            table.bytes() / 1_000_000,
                                            result.status(),
                                            seconds,
                                            result.reason() == null ? "" : ": " + result.reason()));
            return new Happened(sent, 0, wrong);
        }
    }
}
