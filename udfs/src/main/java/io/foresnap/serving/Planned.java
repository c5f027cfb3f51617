package io.foresnap.serving;

import io.foresnap.backup.TablePlan;
import io.foresnap.event.BackupRequest;
import org.jspecify.annotations.Nullable;

/**
 * What planning a request came to; exactly one of the last four is set.
 *
 * @param request with all partitions listed and one target time, once planned
 * @param receivedMs when the job got it, epoch milliseconds of the machine's clock
 * @param attempt names this attempt at the request
 * @param planMillis time that planning took
 * @param plan the files to merge
 * @param answered the answer that an earlier request of this id has got
 * @param refused why it cannot be served
 * @param failed why planning failed
 */
public record Planned(
        BackupRequest request,
        long receivedMs,
        String attempt,
        double planMillis,
        @Nullable TablePlan plan,
        @Nullable BackupResult answered,
        @Nullable String refused,
        @Nullable String failed) {}
