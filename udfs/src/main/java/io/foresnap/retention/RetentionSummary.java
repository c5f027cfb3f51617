package io.foresnap.retention;

import io.foresnap.retention.Removal.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of retention came to.
 *
 * @param timeMs the end of its window, epoch milliseconds of the job's clock
 * @param millis how long it took
 * @param removedFiles files removed, orphaned temporaries among them
 * @param removedBytes their bytes
 * @param sweptFiles orphaned temporaries removed
 * @param waitingFiles retired files whose grace is not over
 * @param heldFiles retired files that somebody may still read
 * @param heldBytes their bytes
 * @param snapshots snapshots made first, so that other files can go
 * @param leftAlone partitions left as they are, and why
 * @param failure why it broke off, or null; the next run goes on
 */
public record RetentionSummary(
        long timeMs,
        long millis,
        long removedFiles,
        long removedBytes,
        long sweptFiles,
        long waitingFiles,
        long heldFiles,
        long heldBytes,
        List<String> snapshots,
        List<String> leftAlone,
        @Nullable String failure) {

    static RetentionSummary of(
            long timeMs, long millis, RetentionReport report, @Nullable String failure) {
        return new RetentionSummary(
                timeMs,
                millis,
                report.files(State.REMOVED),
                report.bytes(State.REMOVED),
                report.swept(),
                report.files(State.RETIRED),
                report.files(State.HELD),
                report.bytes(State.HELD),
                report.snapshots(),
                report.leftAlone(),
                failure);
    }
}
