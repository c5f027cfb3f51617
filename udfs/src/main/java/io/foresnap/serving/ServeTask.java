package io.foresnap.serving;

import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.PartitionPlan;

/**
 * One partition of a request, to be merged and written.
 *
 * @param attempt the attempt at the request that this belongs to
 * @param plan which files
 */
public record ServeTask(Attempt attempt, PartitionPlan plan) {

    /**
     * An attempt at a request.
     *
     * @param request with all partitions listed and one target time
     * @param id names the attempt, and its staging folder
     * @param receivedMs when the job got the request, epoch milliseconds of the machine's clock
     * @param planMillis time that planning took
     */
    public record Attempt(BackupRequest request, String id, long receivedMs, double planMillis) {

        /** How many partitions the backup has. */
        public int partitions() {
            return request.partitions().size();
        }

        /** Key by which the partitions of an attempt meet again. */
        public String key() {
            return request.requestId() + "/" + id;
        }
    }

    /** The key by which tasks and cached segments of a partition meet. */
    public String key() {
        return of().key();
    }

    /** Which partition it is. */
    public TablePartition of() {
        return new TablePartition(attempt.request().table(), plan.partition());
    }
}
