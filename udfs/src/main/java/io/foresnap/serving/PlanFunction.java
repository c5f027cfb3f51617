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
import io.foresnap.merge.PartitionPlan;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.jspecify.annotations.Nullable;

/** Checks each request against the listing and turns it into one plan for all its partitions. */
public final class PlanFunction extends StorageFunction<ReceivedRequest, Planned> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable SharedLease lease;

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
                return planned(
                        received,
                        started,
                        null,
                        Answers.of(storage.root().toString(), earlier.get()),
                        null,
                        null);
            }
            TablePlan plan =
                    retry.run(
                            "list " + request.table(),
                            () ->
                                    new BackupPlanner(storage)
                                            .plan(request, settings.clock().nowMs()));
            return planned(received, started, plan, null, null, null);
        } catch (NotRestorableException e) {
            return planned(received, started, null, null, e.getMessage(), null);
        } catch (IOException | RuntimeException e) {
            return planned(received, started, null, null, null, cause(e));
        }
    }

    @Override
    Planned tooLate(ReceivedRequest received) {
        String reason = "planning took longer than serving.timeout";
        return planned(received, System.nanoTime(), null, null, null, reason);
    }

    private static Planned planned(
            ReceivedRequest received,
            long started,
            @Nullable TablePlan plan,
            @Nullable BackupResult answered,
            @Nullable String refused,
            @Nullable String failed) {
        BackupRequest request =
                plan == null
                        ? received.request()
                        : received.request()
                                .resolved(
                                        plan.partitions().stream()
                                                .map(PartitionPlan::partition)
                                                .toList(),
                                        plan.targetMs());
        return new Planned(
                request,
                received.receivedMs(),
                UUID.randomUUID().toString(),
                (System.nanoTime() - started) / 1000 / 1000.0,
                plan,
                answered,
                refused,
                failed);
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
