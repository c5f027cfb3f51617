package io.foresnap.event;

import java.util.List;

/**
 * What planning a request has shown.
 *
 * @param latest whether the newest state was asked for, not that of a certain time
 * @param bytes size of the files that each partition needs, in durable storage, in the order of the
 *     request's partitions; empty when unknown
 * @param files how many these are
 */
public record RequestNeeds(boolean latest, List<Long> bytes, List<Integer> files) {

    /** Of a request that was not planned: only whether it names a target time is known. */
    public static RequestNeeds unknown(BackupRequest request) {
        return new RequestNeeds(request.wantsLatest(), List.of(), List.of());
    }
}
