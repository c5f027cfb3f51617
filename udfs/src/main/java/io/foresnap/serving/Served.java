package io.foresnap.serving;

import io.foresnap.backup.PartitionBackup;
import org.jspecify.annotations.Nullable;

/**
 * What became of one partition of a request.
 *
 * @param attempt the attempt it belongs to
 * @param partition the file written, null when it failed
 * @param failure why it failed
 */
public record Served(
        ServeTask.Attempt attempt, @Nullable PartitionBackup partition, @Nullable String failure) {}
