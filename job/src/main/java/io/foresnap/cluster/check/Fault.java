package io.foresnap.cluster.check;

import io.foresnap.cluster.check.Conversation.Exchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Something that goes wrong around the job while requests come. */
interface Fault {

    /** A word to choose it by. */
    String key();

    /** What goes wrong, for people. */
    String name();

    /** What the job has to be started with, over its usual options. */
    default Map<String, String> options() {
        return Map.of();
    }

    /** Makes it go wrong, and right again; returns when its requests are answered. */
    Happened run(Stage stage) throws IOException, InterruptedException;

    /**
     * What happened.
     *
     * @param sent the requests
     * @param recoverySeconds from the fault, or from its end where it lasts, until all is as
     *     before; 0 when the job went on
     * @param wrong what was not as it has to be, besides answers and backups
     */
    record Happened(List<Exchange> sent, double recoverySeconds, List<String> wrong) {}
}
