package io.foresnap.serving;

import io.foresnap.backup.Backups;
import io.foresnap.backup.Manifest;
import io.foresnap.changelog.Retry;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import io.foresnap.metrics.LatencyHistogram;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the manifest last and answers; removes what a failed attempt has staged. */
public final class CommitFunction extends StorageFunction<CommitTask, Committed> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CommitFunction.class);

    /** Failure of an attempt that was answered when it timed out; only its files are left. */
    static final String ALREADY_ANSWERED = "already answered";

    private transient @Nullable LatencyHistogram requestMicros;

    /**
     * @param settings what the serving operators need to know
     */
    public CommitFunction(ServingSettings settings) {
        super(settings);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        requestMicros =
                LatencyHistogram.of(
                        getRuntimeContext().getMetricGroup().addGroup("foresnap"), "requestMicros");
    }

    @Override
    Committed work(Storage storage, CommitTask task) {
        ServeTask.Attempt attempt = task.attempt();
        BackupRequest request = attempt.request();
        Backups backups = new Backups(storage);
        Path staging = backups.staging(request.table(), request.requestId(), attempt.id());
        if (task.failure() != null) {
            discard(backups, staging);
            return task.failure().equals(ALREADY_ANSWERED)
                    ? new Committed(null)
                    : new Committed(BackupResult.failed(request, task.failure()));
        }
        try {
            Retry retry = settings.storage().retry();
            Manifest manifest =
                    retry.run(
                            "commit the backup " + request.requestId(),
                            () ->
                                    backups.commit(
                                            request,
                                            staging,
                                            task.partitions(),
                                            new Manifest.Timing(
                                                    settings.clock().nowMs(),
                                                    attempt.planMillis(),
                                                    System.currentTimeMillis()
                                                            - attempt.receivedMs())));
            if (requestMicros != null) {
                requestMicros.updateMillis(manifest.totalMillis());
            }
            // Another may have been first: it is the same backup, and two who asked for it.
            return new Committed(
                    Answers.of(storage.root().toString(), manifest, request.requester()));
        } catch (IOException | RuntimeException e) {
            discard(backups, staging);
            return new Committed(BackupResult.failed(request, cause(e)));
        }
    }

    private static void discard(Backups backups, Path staging) {
        try {
            backups.discard(staging);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: it is hidden and harmless", staging, e);
        }
    }

    @Override
    Committed tooLate(CommitTask task) {
        return new Committed(
                BackupResult.failed(
                        task.attempt().request(), "committing took longer than serving.timeout"));
    }
}
