package io.foresnap.event;

/**
 * A request that can be served.
 *
 * @param request with all partitions listed and one target time
 * @param needs what its partitions need
 */
public record AcceptedRequest(BackupRequest request, RequestNeeds needs) {}
