package io.foresnap.serving;

import io.foresnap.backup.BackupPlanner;
import io.foresnap.backup.Backups;
import io.foresnap.backup.Manifest;
import io.foresnap.backup.TablePlan;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.lease.SharedLease;
import io.foresnap.merge.NotRestorableException;
import io.foresnap.metrics.LatencyHistogram;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.jspecify.annotations.Nullable;

/** Checks each request against the listing and turns it into one plan for all its partitions. */
public final class PlanFunction extends StorageFunction<ReceivedRequest, Planned> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable SharedLease lease;
    private transient @Nullable LatencyHistogram planMicros;

    /**
     * @param settings what the serving operators need to know
     */
    public PlanFunction(ServingSettings settings) {
        super(settings);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        lease = SharedLease.acquire(settings.storage());
        planMicros =
                LatencyHistogram.of(
                        getRuntimeContext().getMetricGroup().addGroup("foresnap"), "planMicros");
    }

    @Override
    Planned work(Storage storage, ReceivedRequest received) {
        long started = System.nanoTime();
        if (lease != null) {
            // Whichever nodes serve it, by then it is done or has failed.
            lease.holder().begin(settings.timeout());
        }
        BackupRequest request = received.request();
        Retry retry = settings.storage().retry();
        try {
            Optional<Manifest> earlier =
                    retry.run(
                            "look for an earlier backup of " + request.requestId(),
                            () -> new Backups(storage).find(request.table(), request.requestId()));
            if (earlier.isPresent()) {
                BackupResult answer =
                        Answers.of(storage.root().toString(), earlier.get(), request.requester());
                return Planned.answer(received, answer, millisSince(started));
            }
            TablePlan plan =
                    retry.run(
                            "list " + request.table(),
                            () ->
                                    new BackupPlanner(storage)
                                            .plan(request, settings.clock().nowMs()));
            double millis = millisSince(started);
            if (planMicros != null) {
                planMicros.updateMillis(millis);
            }
            return Planned.plan(received, plan, millis);
        } catch (NotRestorableException e) {
            return Planned.refusal(received, e, millisSince(started));
        } catch (IOException | RuntimeException e) {
            return Planned.failure(received, cause(e), millisSince(started));
        }
    }

    /** The log is looked at again while it may reach the target time within the time to wait. */
    @Override
    long againAfterMs(ReceivedRequest received, Planned planned) {
        return planned.early() ? lookAgainMs(received.receivedMs(), targetWait()) : 0;
    }

    @Override
    Planned tooLate(ReceivedRequest received) {
        return Planned.failure(received, "planning took longer than serving.timeout", 0);
    }

    private static double millisSince(long started) {
        return (System.nanoTime() - started) / 1000 / 1000.0;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            if (lease != null) {
                lease.close();
                lease = null;
            }
        }
    }
}
