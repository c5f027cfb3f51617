package io.foresnap.cluster.check;

import io.foresnap.changelog.Storage;
import io.foresnap.cluster.check.Conversation.Exchange;
import io.foresnap.cluster.check.Fault.Happened;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes faults one after the other, and remembers what came of each. */
final class Faults {

    private static final int REQUESTS = 20;
    private static final int MOST_RETRIES = 3;

    /** Caches fill and classes are loaded: a leak would be seen all the same. */
    private static final double MORE_HEAP = 64e6;

    private final Map<String, String> usual;
    private final List<Row> rows = new ArrayList<>();
    private Map<String, String> options;

    /**
     * What came of a fault.
     *
     * @param again how many requests failed, and were sent again with their ids
     * @param heapBefore bytes that the TaskManagers' heaps held before
     */
    private record Row(
            Fault fault, Happened happened, int again, double heapBefore, double heapAfter) {

        List<String> wrong() {
            List<String> wrong = new ArrayList<>(happened.wrong());
            if (heapAfter > heapBefore + MORE_HEAP) {
                wrong.add(
                        "%s: the TaskManagers' heaps held %.0f MB before and %.0f MB after"
                                .formatted(fault.name(), heapBefore / 1e6, heapAfter / 1e6));
            }
            return wrong;
        }

        String line(Verdict verdict) {
            return "| %s | %d | %d | %d | %d | %d | %s | %.1f s | %.0f to %.0f MB |"
                    .formatted(
                            fault.name(),
                            verdict.requests(),
                            verdict.lost(),
                            verdict.doubled(),
                            verdict.wrong(),
                            again,
                            happened.recoverySeconds() > 0
                                    ? "%.1f s".formatted(happened.recoverySeconds())
                                    : "went on",
                            Traffic.longestSeconds(happened.sent()),
                            heapBefore / 1e6,
                            heapAfter / 1e6);
        }
    }

    /**
     * @param usual options that the job runs with, and has again whenever a fault needs no others
     */
    Faults(Map<String, String> usual) {
        this.usual = usual;
        this.options = usual;
    }

    /** Makes them; the job has its usual options at the end. */
    void run(Stage stage, List<Fault> faults) throws IOException, InterruptedException {
        if (faults.isEmpty()) {
            return;
        }
        stage.serve(REQUESTS);
        for (Fault fault : faults) {
            with(stage, fault.options());
            double before = heapBytes(stage);
            Happened happened = fault.run(stage);
            int again = retry(stage, happened.sent());
            rows.add(new Row(fault, happened, again, before, heapBytes(stage)));
        }
        with(stage, Map.of());
    }

    private void with(Stage stage, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> wanted = new HashMap<>(usual);
        wanted.putAll(more);
        if (!wanted.equals(options)) {
            stage.job().stop();
            stage.job().resume(Optional.empty(), wanted);
            options = wanted;
            stage.serve(REQUESTS);
        }
    }

    /** As requesters do whose requests failed. */
    private static int retry(Stage stage, List<Exchange> sent)
            throws IOException, InterruptedException {
        Set<String> again = new HashSet<>();
        for (int i = 0; i < MOST_RETRIES; i++) {
            List<Exchange> failed =
                    sent.stream()
                            .filter(one -> one.answered() && one.first().status().equals("FAILED"))
                            .toList();
            failed.forEach(one -> again.add(one.request().requestId()));
            stage.traffic().retry(failed);
        }
        return again.size();
    }

    private static double heapBytes(Stage stage) throws IOException, InterruptedException {
        double bytes = 0;
        for (String taskManager : stage.cluster().taskManagers()) {
            bytes += stage.cluster().heapBytes(taskManager);
        }
        return bytes;
    }

    /** Compares the requests of each, and those of none of them. */
    Report report(List<Exchange> all, Storage storage, CheckTables tables)
            throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        Set<Exchange> others = new HashSet<>(all);
        Verdict verdict = Verdict.surplus(all, storage, tables.replays().keySet());
        for (Row row : rows) {
            row.happened().sent().forEach(others::remove);
            Verdict own =
                    Verdict.compare(row.happened().sent(), storage, tables.replays())
                            .and(row.wrong());
            lines.add(row.line(own));
            verdict = verdict.and(own);
        }
        return new Report(verdict.and(Verdict.compare(others, storage, tables.replays())), lines);
    }

    /**
     * What came of everything.
     *
     * @param table a line for each fault
     */
    record Report(Verdict verdict, List<String> table) {

        static final List<String> HEAD =
                List.of(
                        "| fault | requests | lost | doubled | wrong | failed, asked again | recovery | longest wait | heap |",
                        "|---|---|---|---|---|---|---|---|---|");
    }
}
