package io.foresnap.serving;

import org.apache.flink.api.common.functions.MapFunction;

/** The lines of the audit log. */
public final class AuditFunctions {

    /** Of valid and allowed requests. */
    public static final class OfRequest implements MapFunction<ReceivedRequest, AuditRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public AuditRecord map(ReceivedRequest received) {
            return AuditRecord.requested(received.request());
        }
    }

    /** Of those that are not, or cannot be served. */
    public static final class OfRejection implements MapFunction<Rejection, AuditRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public AuditRecord map(Rejection rejection) {
            return AuditRecord.rejected(rejection);
        }
    }

    /** Of answers. */
    public static final class OfResult implements MapFunction<BackupResult, AuditRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public AuditRecord map(BackupResult result) {
            return AuditRecord.answered(result);
        }
    }

    private AuditFunctions() {}
}
