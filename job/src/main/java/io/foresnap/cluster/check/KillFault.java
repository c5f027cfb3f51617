package io.foresnap.cluster.check;

import java.io.IOException;
import java.util.List;

/**
 * {@code kill -9} of a process, which is started again.
 *
 * @param victim its name
 */
record KillFault(String victim) implements Fault {

    private static final int REQUESTS = 10;

    @Override
    public String key() {
        return victim;
    }

    @Override
    public String name() {
        return "kill -9 of " + victim;
    }

    @Override
    public Happened run(Stage stage) throws IOException, InterruptedException {
        // What archives the tables does not try again.
        stage.tables().pause(true);
        // A request that no broker takes is not under way.
        int meanwhile = victim.equals("kafka") ? 0 : REQUESTS;
        Stage.Killed killed = stage.kill(victim, REQUESTS, meanwhile, REQUESTS);
        stage.tables().pause(false);
        stage.say().accept(killed.line(victim));
        return new Happened(killed.sent(), killed.runningSeconds(), List.of());
    }
}
