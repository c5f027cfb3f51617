package io.foresnap.serving;

import io.foresnap.backup.TablePlan;
import io.foresnap.event.BackupRequest;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.merge.PartitionPlan;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What planning a request came to; exactly one of plan, answer, refusal and failure is set.
 *
 * @param request with all partitions listed and one target time, once planned
 * @param receivedMs when the job got it, epoch milliseconds of the machine's clock
 * @param attempt names this attempt at the request
 * @param planMillis time that planning took
 * @param latest whether the newest state was asked for
 * @param plan the files to merge
 * @param answered the answer that an earlier request of this id has got
 * @param refused why it cannot be served
 * @param early whether it is refused only because the log does not reach its target time yet
 * @param failed why planning failed
 */
public record Planned(
        BackupRequest request,
        long receivedMs,
        String attempt,
        double planMillis,
        boolean latest,
        @Nullable TablePlan plan,
        @Nullable BackupResult answered,
        @Nullable String refused,
        boolean early,
        @Nullable String failed) {

    static Planned plan(ReceivedRequest received, TablePlan plan, double millis) {
        BackupRequest request =
                received.request()
                        .resolved(
                                plan.partitions().stream().map(PartitionPlan::partition).toList(),
                                plan.targetMs());
        return of(request, received, millis, plan, null, null, false, null);
    }

    static Planned answer(ReceivedRequest received, BackupResult answer, double millis) {
        return of(received.request(), received, millis, null, answer, null, false, null);
    }

    static Planned refusal(ReceivedRequest received, NotRestorableException e, double millis) {
        String reason = String.valueOf(e.getMessage());
        return of(received.request(), received, millis, null, null, reason, e.isEarly(), null);
    }

    static Planned failure(ReceivedRequest received, String reason, double millis) {
        return of(received.request(), received, millis, null, null, null, false, reason);
    }

    private static Planned of(
            BackupRequest request,
            ReceivedRequest received,
            double millis,
            @Nullable TablePlan plan,
            @Nullable BackupResult answered,
            @Nullable String refused,
            boolean early,
            @Nullable String failed) {
        return new Planned(
                request,
                received.receivedMs(),
                UUID.randomUUID().toString(),
                millis,
                received.request().wantsLatest(),
                plan,
                answered,
                refused,
                early,
                failed);
    }
}
