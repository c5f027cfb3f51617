package io.foresnap.serving;

import io.foresnap.event.BackupRequest;

/**
 * A valid request and when the job got it.
 *
 * @param request what is asked
 * @param receivedMs epoch milliseconds of the machine's clock: latency counts from here
 */
public record ReceivedRequest(BackupRequest request, long receivedMs) {}
