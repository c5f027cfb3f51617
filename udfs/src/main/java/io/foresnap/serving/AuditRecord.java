package io.foresnap.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TargetTimes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log: somebody asked for something, or got an answer. A request and its
 * answer have the same id and table.
 *
 * @param time when it was asked, ISO-8601, UTC, by the job's clock
 * @param event what happened
 * @param requestId the request; null where none could be read
 * @param requester who asked, as the message said; null where none could be read
 * @param table table id; null where none could be read
 * @param partitions the partitions asked for, none for all of them; null in answers
 * @param partitionsLeftOut how many more were asked for, where there are too many to list
 * @param targetTime what was asked for or given, ISO-8601 or {@code latest}
 * @param reason why it was rejected or failed
 * @param directory URI of the backup given
 * @param rows rows given
 * @param bytes bytes given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditRecord(
        String time,
        Event event,
        @Nullable String requestId,
        @Nullable String requester,
        @Nullable String table,
        @Nullable List<Integer> partitions,
        @Nullable Integer partitionsLeftOut,
        @Nullable String targetTime,
        @Nullable String reason,
        @Nullable String directory,
        @Nullable Long rows,
        @Nullable Long bytes) {

    /** So many, of ten digits each, are half of what a Kafka message may be. */
    private static final int MOST_PARTITIONS = 45_000;

    /** What happened: a valid and allowed request came, or it was answered. */
    public enum Event {
        REQUESTED,
        ACKNOWLEDGED,
        REJECTED,
        FAILED
    }

    /** A request that is valid and allowed. */
    static AuditRecord requested(BackupRequest request) {
        int asked = request.partitions().size();
        return new AuditRecord(
                TargetTimes.format(request.requestedAtMs()),
                Event.REQUESTED,
                request.requestId(),
                request.requester(),
                request.table(),
                List.copyOf(request.partitions().subList(0, Math.min(asked, MOST_PARTITIONS))),
                asked > MOST_PARTITIONS ? asked - MOST_PARTITIONS : null,
                request.wantsLatest() ? "latest" : TargetTimes.format(request.targetTimeMs()),
                null,
                null,
                null,
                null);
    }

    /** One that is not, or cannot be served. */
    static AuditRecord rejected(Rejection rejection) {
        return new AuditRecord(
                TargetTimes.format(rejection.requestedAtMs()),
                Event.REJECTED,
                rejection.requestId(),
                rejection.requester(),
                rejection.table(),
                null,
                null,
                null,
                rejection.reason(),
                null,
                null,
                null);
    }

    /** What a request has got. */
    static AuditRecord answered(BackupResult result) {
        boolean given = result.status() == BackupResult.Status.ACKNOWLEDGED;
        return new AuditRecord(
                TargetTimes.format(result.requestedAt()),
                Event.valueOf(result.status().name()),
                result.requestId(),
                result.requester(),
                result.table(),
                null,
                null,
                result.targetTime(),
                result.reason(),
                result.directory(),
                given ? result.rows() : null,
                given ? result.bytes() : null);
    }
}
