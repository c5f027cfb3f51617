package io.foresnap.local.demo.workload;

import io.foresnap.event.BackupRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** A workload from a seed: the same seed makes the same tables and requests. */
public final class MadeUpWorkload {

    /** A Monday. */
    private static final long START_MS = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

    private static final Duration SPAN = Duration.ofDays(2);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int[] PERIODS_HOURS = {1, 2, 2, 3, 3, 4, 6, 12};
    private static final String[] SUBJECTS = {
        "orders",
        "customers",
        "invoices",
        "payments",
        "shipments",
        "products",
        "sessions",
        "tickets",
        "accounts",
        "prices",
        "returns",
        "suppliers"
    };

    /** Share of requests for an earlier target time instead of the latest. */
    private static final double EARLIER_TARGET = 0.15;

    /** Share of requests for some of a table's partitions instead of all. */
    private static final double SOME_PARTITIONS = 0.1;

    private final SplittableRandom random;
    private final List<TableSpec> tables = new ArrayList<>();
    private final List<PlannedRequest> requests = new ArrayList<>();

    private MadeUpWorkload(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The workload of a seed: 50 tables, two days, over a thousand requests. */
    public static Workload of(long seed) {
        return new MadeUpWorkload(seed).make();
    }

    private Workload make() {
        add(TableKind.PERIODIC, "jobs", 14);
        add(TableKind.WORKING_HOURS, "desk", 14);
        add(TableKind.BURSTY, "incident", 12);
        add(TableKind.RARE, "audit", 10);
        requests.sort(
                Comparator.comparingLong(PlannedRequest::atMs)
                        .thenComparing(PlannedRequest::table));
        return new Workload(
                "made up: periodic, working-hours, bursty and rare requesters",
                tables,
                requests,
                START_MS,
                START_MS + SPAN.toMillis(),
                Duration.ofHours(1));
    }

    private void add(TableKind kind, String schema, int count) {
        for (int i = 0; i < count; i++) {
            // Every third table has several partitions.
            int partitions = i % 3 == 0 ? 2 + random.nextInt(3) : 1;
            String name =
                    "%s.%s%s"
                            .formatted(
                                    schema,
                                    SUBJECTS[i % SUBJECTS.length],
                                    i < SUBJECTS.length ? "" : "_" + i / SUBJECTS.length);
            TableSpec table =
                    new TableSpec(
                            name,
                            kind,
                            partitions,
                            60 + random.nextInt(140),
                            10 + random.nextInt(40),
                            random.nextLong());
            tables.add(table);
            askFor(table, i);
        }
    }

    private void askFor(TableSpec table, int index) {
        switch (table.kind()) {
            case PERIODIC -> periodic(table, PERIODS_HOURS[index % PERIODS_HOURS.length] * HOUR);
            case WORKING_HOURS -> workingHours(table);
            case BURSTY -> bursty(table);
            default -> rare(table);
        }
    }

    private void periodic(TableSpec table, long period) {
        String requester = "scheduler-" + table.name();
        long phase = random.nextLong(period);
        for (long t = phase; t < SPAN.toMillis(); t += period) {
            request(table, t + random.nextLong(3 * MINUTE), requester);
        }
    }

    private void workingHours(TableSpec table) {
        double perHour = 0.6 + random.nextDouble(1.8);
        for (long day = 0; day < SPAN.toMillis(); day += DAY) {
            long t = day + 8 * HOUR;
            while ((t += exponential(HOUR / perHour)) < day + 18 * HOUR) {
                request(table, t, "analyst-" + random.nextInt(8));
            }
        }
    }

    private void bursty(TableSpec table) {
        long t = exponential(8.0 * HOUR);
        while (t < SPAN.toMillis()) {
            int size = 5 + random.nextInt(11);
            for (int i = 0; i < size; i++) {
                request(table, t + random.nextLong(30 * MINUTE), "on-call-" + random.nextInt(3));
            }
            t += HOUR + exponential(8.0 * HOUR);
        }
    }

    private void rare(TableSpec table) {
        for (long t = exponential(DAY); t < SPAN.toMillis(); t += exponential(2.0 * DAY)) {
            request(table, t, "auditor");
        }
    }

    private long exponential(double mean) {
        return 1 + (long) (-Math.log(1 - random.nextDouble()) * mean);
    }

    private void request(TableSpec table, long afterStart, String requester) {
        if (afterStart >= SPAN.toMillis()) {
            return;
        }
        long at = START_MS + afterStart;
        long target =
                random.nextDouble() < EARLIER_TARGET
                        ? at - 2 * HOUR - random.nextLong(8 * HOUR)
                        : BackupRequest.LATEST;
        List<Integer> partitions =
                table.partitions() > 1 && random.nextDouble() < SOME_PARTITIONS
                        ? List.of(random.nextInt(table.partitions()))
                        : List.of();
        requests.add(new PlannedRequest(at, table.name(), partitions, target, requester));
    }
}
