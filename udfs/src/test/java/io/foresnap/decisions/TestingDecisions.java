package io.foresnap.decisions;

import io.foresnap.decisions.DecisionEvent.Kind;
import io.foresnap.decisions.DecisionEvent.Origin;
import org.jspecify.annotations.Nullable;

/** Events of windows of 100 ms, in the words of what happened. */
final class TestingDecisions {

    static final long WINDOW = 100;

    static DecisionEvent predicted(String table, long tickMs, double probability) {
        return DecisionEvent.predicted(table, 0, tickMs, tickMs + WINDOW, probability, probability);
    }

    static DecisionEvent listed(
            String table, long tickMs, double probability, int rank, int round, String verdict) {
        return task(table, tickMs, probability, rank, round, Origin.LIST, verdict);
    }

    static DecisionEvent ordered(String table, long tickMs) {
        return task(table, tickMs, 1, 0, 0, Origin.ORDER, "PASSED");
    }

    private static DecisionEvent task(
            String table,
            long tickMs,
            double probability,
            int rank,
            int round,
            Origin origin,
            String verdict) {
        return new DecisionEvent(
                Kind.TASK,
                tickMs,
                tickMs + WINDOW,
                table,
                0,
                probability,
                probability,
                rank,
                round,
                origin,
                verdict,
                0,
                0,
                0,
                null,
                null);
    }

    static DecisionEvent report(String table, long tickMs, int round, String outcome, int files) {
        String reason = outcome.equals("FAILED") ? "no route to storage" : null;
        return event(Kind.REPORT, table, tickMs, round, outcome, files, 0, reason);
    }

    static DecisionEvent served(String table, long timeMs, int cached, int needed) {
        return event(Kind.SERVED, table, timeMs, 0, "", cached, needed, null);
    }

    private static DecisionEvent event(
            Kind kind,
            String table,
            long timeMs,
            int round,
            String word,
            int files,
            int needed,
            @Nullable String reason) {
        return new DecisionEvent(
                kind,
                timeMs,
                0,
                table,
                0,
                0,
                0,
                0,
                round,
                null,
                word,
                files,
                needed,
                1000L * files,
                reason,
                null);
    }

    private TestingDecisions() {}
}
