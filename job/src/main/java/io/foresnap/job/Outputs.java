package io.foresnap.job;

import io.foresnap.event.PredictedRequest;
import io.foresnap.serving.AuditRecord;
import io.foresnap.serving.BackupResult;
import io.foresnap.serving.Rejection;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * Where what the main job says goes.
 *
 * @param results answers to requests
 * @param rejected requests that cannot be served
 * @param predictions what is expected to be asked for, if others are to know
 * @param audit who asked for what and got what, if it is recorded
 */
record Outputs(
        Sink<BackupResult> results,
        Sink<Rejection> rejected,
        Optional<Sink<PredictedRequest>> predictions,
        Optional<Sink<AuditRecord>> audit) {}
