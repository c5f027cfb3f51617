package io.foresnap.lease;

import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The leases that are live at one moment.
 *
 * @param nowMs that moment, epoch milliseconds of the storage's clock
 * @param sinceMs for each live lease, since when what was planned may still be read
 * @param expired files of processes that have gone without removing their lease
 */
public record Leases(long nowMs, List<Long> sinceMs, List<Path> expired) {

    /** The storage's folder of leases. */
    public static final String KIND = "leases";

    /** How often a lease is renewed. */
    static final Duration RENEWAL = Duration.ofMinutes(1);

    /** A lease that was not renewed for so long belongs to nobody any more. */
    public static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

    /** A renewal may take so long, from when the age is measured until storage gives it a time. */
    static final Duration SLACK = Duration.ofMinutes(1);

    /** Lists the leases. */
    public static Leases list(Storage storage) throws IOException {
        return at(storage, clock(storage));
    }

    /** Lists the leases without writing anything; the machine's clock stands for the storage's. */
    public static Leases peek(Storage storage, long machineMs) throws IOException {
        return at(storage, machineMs);
    }

    private static Leases at(Storage storage, long nowMs) throws IOException {
        List<Long> since = new ArrayList<>();
        List<Path> expired = new ArrayList<>();
        for (FileStatus entry : storage.list(directory(storage))) {
            LeaseFile.of(entry)
                    .ifPresent(
                            lease -> {
                                if (nowMs - lease.renewedMs() < TIME_TO_LIVE.toMillis()) {
                                    since.add(lease.sinceMs());
                                } else {
                                    expired.add(lease.path());
                                }
                            });
        }
        return new Leases(nowMs, List.copyOf(since), List.copyOf(expired));
    }

    static Path directory(Storage storage) {
        return new Path(storage.root(), KIND);
    }

    /** Whether nobody reads by a plan that was made before a time of the storage's clock. */
    public boolean noneBefore(long timeMs) {
        return sinceMs.stream().allMatch(since -> since > timeMs);
    }

    /** The storage's own time: what it gives a file that is written now. */
    private static long clock(Storage storage) throws IOException {
        Path probe = new Path(directory(storage), Storage.TEMPORARY + UUID.randomUUID());
        try {
            storage.fileSystem().create(probe, true).close();
            return storage.fileSystem().getFileStatus(probe).getModificationTime();
        } finally {
            storage.fileSystem().delete(probe, false);
        }
    }
}
