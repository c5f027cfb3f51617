package io.foresnap.local.demo.workload;

import java.time.Duration;
import java.util.List;

/**
 * What a demonstration does.
 *
 * @param source where it comes from, for people
 * @param requests in order of time
 * @param startMs when its time begins, epoch milliseconds
 * @param endMs when it ends, not before the last request
 * @param interval how often predictions make sense for it
 */
public record Workload(
        String source,
        List<TableSpec> tables,
        List<PlannedRequest> requests,
        long startMs,
        long endMs,
        Duration interval) {

    public Workload {
        tables = List.copyOf(tables);
        requests = List.copyOf(requests);
    }

    /** Number of partitions of all tables. */
    public int partitions() {
        return tables.stream().mapToInt(TableSpec::partitions).sum();
    }

    /** How much of the workload's time it covers. */
    public Duration span() {
        return Duration.ofMillis(endMs - startMs);
    }

    /** The beginning of it; the whole of it when it is no longer than that. */
    public Workload first(Duration time) {
        long end = Math.min(endMs, startMs + time.toMillis());
        return new Workload(
                source,
                tables,
                requests.stream().filter(r -> r.atMs() < end).toList(),
                startMs,
                end,
                interval);
    }
}
