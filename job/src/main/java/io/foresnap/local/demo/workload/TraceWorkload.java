package io.foresnap.local.demo.workload;

import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The beginning of a recorded trace as a workload: a contiguous time slice, all its requests. */
public final class TraceWorkload {

    /** Traces often count from zero; the file names of the change log have no room for 1969. */
    private static final long EARLIEST_MS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    /** A Monday; whole weeks after it keep hour and weekday. */
    private static final long SHIFT_TO_MS = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

    /** A slice shorter than this would see too few hourly predictions. */
    private static final Duration SHORT = Duration.ofHours(8);

    /** Every table changes at least so often within the slice, and at most twice so often. */
    private static final int MIN_CHANGES = 40;

    private static final Duration USUAL_INTERVAL = Duration.ofHours(1);
    private static final Duration SHORT_INTERVAL = Duration.ofMinutes(5);

    /**
     * How much of a trace is taken.
     *
     * @param requests at most so many
     * @param partitions on at most so many partitions of all tables
     * @param spanMs within so many milliseconds from its first request
     */
    public record Limits(int requests, int partitions, long spanMs) {}

    /**
     * Reads the slice. It ends before the first moment whose requests do not fit into the limits
     * any more, so that none of its requests is left out.
     *
     * @param seed makes the tables' rows and changes
     */
    public static Workload read(Path file, Limits limits, long seed) throws IOException {
        List<PlannedRequest> taken = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(file)) {
            Map<String, Integer> partitions = new LinkedHashMap<>();
            for (Optional<PlannedRequest> r = reader.next(); r.isPresent(); r = reader.next()) {
                PlannedRequest request = r.get();
                partitions.merge(request.table(), partitionsOf(request), Math::max);
                if (!taken.isEmpty() && !fits(taken, request, partitions, limits)) {
                    dropMoment(taken, request.atMs());
                    break;
                }
                taken.add(request);
            }
        }
        if (taken.isEmpty()) {
            throw new IOException(file + ": the trace has no requests");
        }
        if (partitionsOf(taken.get(0)) > limits.partitions) {
            throw new IOException(
                    "%s: line 2 asks for partition %s, more than the %d that a demonstration makes"
                            .formatted(file, taken.get(0).partitions(), limits.partitions));
        }
        return workload(file, taken, seed);
    }

    private static int partitionsOf(PlannedRequest request) {
        return request.partitions().isEmpty() ? 1 : request.partitions().get(0) + 1;
    }

    private static boolean fits(
            List<PlannedRequest> taken,
            PlannedRequest next,
            Map<String, Integer> partitions,
            Limits limits) {
        return taken.size() < limits.requests
                && next.atMs() - taken.get(0).atMs() <= limits.spanMs
                && partitions.values().stream().mapToInt(i -> i).sum() <= limits.partitions;
    }

    /**
     * Takes back the requests of the moment that did not fit as a whole, unless it is the first.
     */
    private static void dropMoment(List<PlannedRequest> taken, long momentMs) {
        if (taken.get(0).atMs() < momentMs) {
            taken.removeIf(r -> r.atMs() == momentMs);
        }
    }

    private static Workload workload(Path file, List<PlannedRequest> taken, long seed) {
        long first = taken.get(0).atMs();
        long week = Duration.ofDays(7).toMillis();
        long shift = first >= EARLIEST_MS ? 0 : SHIFT_TO_MS - Math.floorDiv(first, week) * week;
        List<PlannedRequest> requests = taken.stream().map(r -> shifted(r, shift)).toList();
        long start = first + shift;
        long end = requests.get(requests.size() - 1).atMs() + 1;
        boolean isShort = end - start < SHORT.toMillis();
        return new Workload(
                "%s: its first %d requests".formatted(file.getFileName(), requests.size()),
                tables(requests, Math.max(1, end - start) / 3_600_000.0, seed),
                requests,
                start,
                end,
                isShort ? SHORT_INTERVAL : USUAL_INTERVAL);
    }

    private static PlannedRequest shifted(PlannedRequest r, long shift) {
        long target = r.targetMs() == BackupRequest.LATEST ? r.targetMs() : r.targetMs() + shift;
        return new PlannedRequest(
                r.atMs() + shift, r.table(), r.partitions(), target, r.requester());
    }

    private static List<TableSpec> tables(List<PlannedRequest> requests, double hours, long seed) {
        Map<String, Integer> partitions = new LinkedHashMap<>();
        requests.forEach(r -> partitions.merge(r.table(), partitionsOf(r), Math::max));
        SplittableRandom random = new SplittableRandom(seed);
        List<TableSpec> tables = new ArrayList<>();
        partitions.forEach(
                (table, count) ->
                        tables.add(
                                new TableSpec(
                                        table,
                                        TableKind.RECORDED,
                                        count,
                                        50 + random.nextInt(100),
                                        (MIN_CHANGES + random.nextInt(MIN_CHANGES)) / hours,
                                        random.nextLong())));
        return tables;
    }

    private TraceWorkload() {}
}
