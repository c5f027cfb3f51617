package io.foresnap.cluster.check;

import io.foresnap.event.BackupRequest;
import io.foresnap.local.demo.workload.TableSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/** Makes up requests from a seed. */
final class RequestMaker {

    private static final double EARLIER = 0.3;
    private static final double SOME_PARTITIONS = 0.2;

    private final CheckTables tables;
    private final SplittableRandom random;
    private int number;

    RequestMaker(CheckTables tables, long seed) {
        this.tables = tables;
        this.random = new SplittableRandom(seed);
    }

    /** The next one: all tables take turns, mostly for the latest state of all partitions. */
    BackupRequest next() {
        List<TableSpec> specs = tables.specs();
        TableSpec table = specs.get(number % specs.size());
        long target = BackupRequest.LATEST;
        if (random.nextDouble() < EARLIER) {
            long newest = tables.archivedThroughMs(table.name());
            target = random.nextLong(tables.snapshotMs() + 1, newest);
        }
        List<Integer> partitions =
                table.partitions() > 1 && random.nextDouble() < SOME_PARTITIONS
                        ? List.of(random.nextInt(table.partitions()))
                        : List.of();
        return request(table.name(), partitions, target);
    }

    /** A request for the newest state of a whole table. */
    BackupRequest whole(String table) {
        return request(table, List.of(), BackupRequest.LATEST);
    }

    /** Another request for the same backup. */
    BackupRequest again(BackupRequest earlier, long targetMs) {
        return request(earlier.table(), earlier.partitions(), targetMs);
    }

    private BackupRequest request(String table, List<Integer> partitions, long target) {
        return new BackupRequest(
                "check-%04d".formatted(number++),
                table,
                partitions,
                target,
                "requester-" + random.nextInt(4),
                InstantSource.system().millis());
    }
}
