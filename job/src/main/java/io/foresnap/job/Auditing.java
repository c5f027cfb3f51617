package io.foresnap.job;

import io.foresnap.serving.AuditFunctions;
import io.foresnap.serving.AuditRecord;
import io.foresnap.serving.BackupResult;
import io.foresnap.serving.ReceivedRequest;
import io.foresnap.serving.Rejection;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The part of the dataflow that records who asked for what and got what. */
final class Auditing {

    private Auditing() {}

    /** Each request leaves two lines: when it comes, or why it is turned away, and its answer. */
    static void define(
            DataStream<ReceivedRequest> requests,
            DataStream<Rejection> rejections,
            DataStream<BackupResult> answers,
            Sink<AuditRecord> sink) {
        requests.map(new AuditFunctions.OfRequest())
                .uid(Uids.AUDIT_REQUESTS)
                .name("audit: requests")
                .union(
                        rejections
                                .map(new AuditFunctions.OfRejection())
                                .uid(Uids.AUDIT_REJECTIONS)
                                .name("audit: rejections"),
                        answers.map(new AuditFunctions.OfResult())
                                .uid(Uids.AUDIT_ANSWERS)
                                .name("audit: answers"))
                .sinkTo(sink)
                .uid(Uids.AUDIT_SINK)
                .name("audit log");
    }
}
