package io.foresnap.serving;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Answers for the results topic. */
public final class AnswerFunctions {

    /** The answers of commits; none where the request was answered before. */
    public static final class OfCommitted implements FlatMapFunction<Committed, BackupResult> {

        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Committed committed, Collector<BackupResult> out) {
            if (committed.result() != null) {
                out.collect(committed.result());
            }
        }
    }

    /** The answers to rejected requests whose id could be read: somebody may wait for them. */
    public static final class OfRejection implements FlatMapFunction<Rejection, BackupResult> {

        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Rejection rejection, Collector<BackupResult> out) {
            if (rejection.requestId() != null) {
                out.collect(BackupResult.rejected(rejection.requestId(), rejection));
            }
        }
    }

    private AnswerFunctions() {}
}
