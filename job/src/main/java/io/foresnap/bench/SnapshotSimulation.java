package io.foresnap.bench;

import io.foresnap.archive.Outlook;
import io.foresnap.archive.SnapshotPolicy;
import io.foresnap.archive.SnapshotState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plays a workload against a policy: at every tick the policy is asked about every partition, then
 * the requests up to the next tick read what it has left them. All partitions have a snapshot when
 * it begins.
 */
final class SnapshotSimulation {

    private final SnapshotWorkload workload;
    private final SnapshotPolicy policy;
    private final List<List<Snapshot>> snapshots = new ArrayList<>();
    private double written;
    private int made;

    private record Snapshot(long atMs, double bytes) {}

    /**
     * What a policy did.
     *
     * @param made snapshots
     * @param written their bytes
     * @param logRead bytes of log that each request replayed, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // Hundreds of thousands of numbers; never compared.
    record Outcome(int made, double written, double[] logRead) {

        double total() {
            return Arrays.stream(logRead).sum();
        }

        double mean() {
            return total() / logRead.length;
        }

        double quantile(double q) {
            return logRead[(int) Math.min(logRead.length - 1, Math.floor(q * logRead.length))];
        }
    }

    private SnapshotSimulation(SnapshotWorkload workload, SnapshotPolicy policy) {
        this.workload = workload;
        this.policy = policy;
        for (SnapshotWorkload.Partition partition : workload.partitions()) {
            snapshots.add(
                    new ArrayList<>(List.of(new Snapshot(workload.startMs(), partition.bytes()))));
        }
    }

    /**
     * Plays it.
     *
     * @param outlooks what the policy is told at each tick, by partition
     */
    static Outcome run(SnapshotWorkload workload, SnapshotPolicy policy, List<Outlook[]> outlooks) {
        return new SnapshotSimulation(workload, policy).run(outlooks);
    }

    private Outcome run(List<Outlook[]> outlooks) {
        SnapshotOutlooks.RequestsInOrder requests = new SnapshotOutlooks.RequestsInOrder(workload);
        double[] read = new double[workload.requests().size()];
        int served = 0;
        long tick = workload.startMs();
        for (Outlook[] ofTick : outlooks) {
            for (int i = 0; i < ofTick.length; i++) {
                maybeRoll(i, tick, ofTick[i]);
            }
            tick += workload.intervalMs();
            for (SnapshotWorkload.Request request : requests.before(tick)) {
                for (int partition : request.partitions()) {
                    read[served] += logRead(partition, request);
                }
                served++;
            }
        }
        Arrays.sort(read);
        return new Outcome(made, written, read);
    }

    private void maybeRoll(int i, long nowMs, Outlook outlook) {
        SnapshotWorkload.Partition partition = workload.partitions().get(i);
        List<Snapshot> all = snapshots.get(i);
        Snapshot newest = all.get(all.size() - 1);
        double log = partition.logBytesPerMs() * (nowMs - newest.atMs);
        SnapshotState state =
                new SnapshotState(
                        partition.of(),
                        (long) log,
                        log > 0 ? 1 : 0,
                        (long) newest.bytes,
                        newest.atMs,
                        nowMs,
                        outlook);
        if (policy.decide(state).due()) {
            double bytes = newest.bytes + partition.growth() * log;
            all.add(new Snapshot(nowMs, bytes));
            written += bytes;
            made++;
        }
    }

    /** From the newest snapshot at or before the target. */
    private double logRead(int i, SnapshotWorkload.Request request) {
        long target = Math.max(workload.startMs(), Math.min(request.targetMs(), request.atMs()));
        List<Snapshot> all = snapshots.get(i);
        int base = all.size() - 1;
        while (all.get(base).atMs > target) {
            base--;
        }
        return workload.partitions().get(i).logBytesPerMs() * (target - all.get(base).atMs);
    }
}
