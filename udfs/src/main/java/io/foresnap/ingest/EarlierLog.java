package io.foresnap.ingest;

import io.foresnap.archive.Redelivery;
import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.SegmentEvents;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** What a partition's log in storage tells whoever goes on with it. */
final class EarlierLog {

    /** How many of the last events of an earlier job's log are looked at for redelivery. */
    private static final long PRIMED_EVENTS = 100_000;

    private final StorageSettings settings;
    private final Storage storage;

    /** What is known of a truncate that comes when its time was said to be complete. */
    enum Truncated {
        /** Another partition had it: the connector gave it to this one when it repeated it. */
        REPEATED,
        /** No backup as of its time can have been made yet. */
        IN_TIME,
        /** Backups as of its time may have been made without it. */
        LATE
    }

    EarlierLog(StorageSettings settings, Storage storage) {
        this.settings = settings;
        this.storage = storage;
    }

    /** A job without state goes on where the log ends. */
    OpenSegment load(TablePartition of, Redelivery redelivery) throws IOException {
        PartitionLog log = list(of);
        if (log.coveredTo().isEmpty()) {
            return OpenSegment.UNKNOWN;
        }
        long maxTs = Long.MIN_VALUE;
        for (SegmentFile file : log.files()) {
            if (file.name().from() < file.name().to()) {
                maxTs = Math.max(maxTs, file.name().maxTs());
            }
        }
        remember(log, redelivery);
        return OpenSegment.behind(log.coveredTo().getAsLong(), maxTs, markedMs(log));
    }

    /** What the connector repeats after both were restarted is near the log's end. */
    private void remember(PartitionLog log, Redelivery redelivery) throws IOException {
        SegmentReader reader = new SegmentReader(settings.placeholderMatcher());
        long enough = log.end() - PRIMED_EVENTS;
        for (SegmentFile file : log.files()) {
            if (file.name().from() < file.name().to() && file.name().to() > enough) {
                redelivery.addArchived(
                        settings.retry()
                                .run("read " + file.path(), () -> reader.read(storage, file)));
            }
        }
    }

    /**
     * A truncate has no key: when the connector repeats it, any partition may get it. It would
     * empty the table once more, and at the wrong time.
     */
    Truncated look(TablePartition of, ChangeEvent truncate) throws IOException {
        PartitionLog log = list(of);
        for (SegmentFile file : log.truncateCopies()) {
            if (file.name().maxTs() > truncate.tsMs() && holds(file, truncate)) {
                return Truncated.REPEATED;
            }
        }
        return truncate.tsMs() > markedMs(log) ? Truncated.IN_TIME : Truncated.LATE;
    }

    private boolean holds(SegmentFile file, ChangeEvent truncate) throws IOException {
        List<ChangeEvent> copies =
                settings.retry()
                        .run(
                                "read " + file.path(),
                                () ->
                                        SegmentEvents.read(
                                                storage,
                                                file.path(),
                                                file.bytes(),
                                                file.name().crc32c()));
        return copies.stream().anyMatch(copy -> isSame(copy, truncate));
    }

    /** By its position, for its time may have been moved; where the source has none, by time. */
    private static boolean isSame(ChangeEvent a, ChangeEvent b) {
        return Objects.equals(a.tx(), b.tx())
                && Objects.equals(a.lsn(), b.lsn())
                && (a.lsn() != null || a.tsMs() == b.tsMs());
    }

    private static long markedMs(PartitionLog log) {
        return log.marks().stream().mapToLong(m -> m.name().maxTs()).max().orElse(Long.MIN_VALUE);
    }

    private PartitionLog list(TablePartition of) throws IOException {
        return settings.retry().run("list " + of, () -> Catalog.partition(storage, of));
    }
}
