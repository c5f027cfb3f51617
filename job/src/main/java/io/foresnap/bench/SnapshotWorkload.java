package io.foresnap.bench;

import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.local.demo.workload.MadeUpWorkload;
import io.foresnap.local.demo.workload.PlannedRequest;
import io.foresnap.local.demo.workload.TableSpec;
import io.foresnap.local.demo.workload.TraceReader;
import io.foresnap.local.demo.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Requests, recorded or made up, on partitions whose sizes and change rates are made up from a
 * seed: both log-normal, so that some partitions are far larger, and some change far faster, than
 * most. A third of them only grow; the others change in place.
 *
 * @param source where the requests come from, for people
 * @param partitions by number: what the requests refer to
 * @param requests in order of time
 * @param intervalMs how often predictions are made, and how far they reach, milliseconds
 */
record SnapshotWorkload(
        String source, List<Partition> partitions, List<Request> requests, long intervalMs) {

    /** Half of the partitions are larger. */
    private static final double MEDIAN_BYTES = 64 << 20;

    /** Half of the partitions have a log that grows by more than this share of their size a day. */
    private static final double MEDIAN_SHARE_A_DAY = 0.5;

    private static final double SPREAD = 1.2;
    private static final double DAY_MS = Duration.ofDays(1).toMillis();

    /** A trace shorter than this gets predictions every five minutes. */
    private static final Duration SHORT = Duration.ofDays(2);

    /**
     * A partition.
     *
     * @param bytes size of its snapshot at the start
     * @param logBytesPerMs growth of its log
     * @param growth share of its log by which the next snapshot is larger
     */
    record Partition(TablePartition of, double bytes, double logBytesPerMs, double growth) {}

    /**
     * A request.
     *
     * @param atMs when, epoch milliseconds
     * @param partitions numbers of the partitions it reads
     * @param targetMs as of when; {@link BackupRequest#LATEST} for as late as possible
     * @param requester who
     */
    record Request(long atMs, List<Integer> partitions, long targetMs, String requester) {}

    long startMs() {
        return Math.floorDiv(requests.get(0).atMs(), intervalMs) * intervalMs;
    }

    long endMs() {
        return requests.get(requests.size() - 1).atMs() + 1;
    }

    static SnapshotWorkload madeUp(long seed) {
        Workload workload = MadeUpWorkload.of(seed);
        Map<String, Integer> counts = new TreeMap<>();
        for (TableSpec table : workload.tables()) {
            counts.put(table.name(), table.partitions());
        }
        return of(
                workload.source(),
                counts,
                workload.requests(),
                workload.interval().toMillis(),
                seed);
    }

    static SnapshotWorkload recorded(Path file, long seed) throws IOException {
        List<PlannedRequest> requests = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        try (TraceReader reader = TraceReader.open(file)) {
            for (Optional<PlannedRequest> r = reader.next(); r.isPresent(); r = reader.next()) {
                requests.add(r.get());
                int least = r.get().partitions().stream().mapToInt(p -> p + 1).max().orElse(1);
                counts.merge(r.get().table(), least, Math::max);
            }
        }
        if (requests.isEmpty()) {
            throw new IOException(file + ": the trace has no requests");
        }
        long span = requests.get(requests.size() - 1).atMs() - requests.get(0).atMs();
        Duration interval = span < SHORT.toMillis() ? Duration.ofMinutes(5) : Duration.ofHours(1);
        return of(String.valueOf(file.getFileName()), counts, requests, interval.toMillis(), seed);
    }

    private static SnapshotWorkload of(
            String source,
            Map<String, Integer> counts,
            List<PlannedRequest> planned,
            long intervalMs,
            long seed) {
        List<Partition> partitions = new ArrayList<>();
        Map<String, Integer> firsts = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        counts.forEach(
                (table, count) -> {
                    firsts.put(table, partitions.size());
                    for (int i = 0; i < count; i++) {
                        partitions.add(partition(new TablePartition(table, i), random));
                    }
                });
        List<Request> requests = new ArrayList<>();
        for (PlannedRequest p : planned) {
            int first = firsts.getOrDefault(p.table(), 0);
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < counts.getOrDefault(p.table(), 0); i++) {
                if (p.partitions().isEmpty() || p.partitions().contains(i)) {
                    numbers.add(first + i);
                }
            }
            requests.add(new Request(p.atMs(), numbers, p.targetMs(), p.requester()));
        }
        return new SnapshotWorkload(source, partitions, requests, intervalMs);
    }

    private static Partition partition(TablePartition of, SplittableRandom random) {
        double bytes = MEDIAN_BYTES * Math.exp(SPREAD * random.nextGaussian());
        double share = MEDIAN_SHARE_A_DAY * Math.exp(SPREAD * random.nextGaussian());
        return new Partition(of, bytes, bytes * share / DAY_MS, random.nextInt(3) == 0 ? 1 : 0);
    }
}
