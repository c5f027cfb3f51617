package io.foresnap.cluster.check;

import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** No space is left under the cache's disk tier: it turns itself off, and nothing else changes. */
record FullCacheDisk(SmallDisk disk) implements Fault {

    private static final int REQUESTS = 10;
    private static final int MOST_ROUNDS = 12;

    @Override
    public String key() {
        return "cache-disk";
    }

    @Override
    public String name() {
        return "full disk under the SSD cache";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("cache.disk-directory", disk.folder("cache").toString());
    }

    @Override
    public Happened run(Stage stage) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        List<Exchange> sent = new ArrayList<>(stage.serve(2 * REQUESTS));
        if (tiersOn(stage) == 0) {
            wrong.add("the disk tier was off before the disk was full");
        }
        disk.fill();
        int rounds = 0;
        // Each writes what it read to its own tier, and the tables get new segments meanwhile.
        while (rounds < MOST_ROUNDS && tiersOn(stage) > 0) {
            sent.addAll(stage.serve(REQUESTS));
            rounds++;
        }
        if (tiersOn(stage) > 0) {
            wrong.add("a disk tier is still on, though its disk is full");
        }
        sent.addAll(stage.serve(REQUESTS));
        disk.free();
        stage.say()
                .accept(
                        "full disk under the cache: its tiers were off after %d requests; none of %d waited longer than %.1f s"
                                .formatted(
                                        rounds * REQUESTS,
                                        sent.size(),
                                        Traffic.longestSeconds(sent)));
        return new Happened(sent, 0, wrong);
    }

    private static int tiersOn(Stage stage) throws IOException {
        int on = 0;
        for (String taskManager : stage.cluster().taskManagers()) {
            on += stage.cluster().metrics(taskManager).max("cacheDiskOn") > 0 ? 1 : 0;
        }
        return on;
    }
}
