package io.foresnap.history;

/**
 * A target time that requests may ask for.
 *
 * @param targetMs epoch milliseconds, or {@link io.foresnap.event.BackupRequest#LATEST}
 * @param share how many of the requests are expected to ask for it, from 0 to 1
 */
public record LikelyTarget(long targetMs, float share) {}
