package io.foresnap.serving;

import io.foresnap.backup.PartitionBackup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt whose partitions are all there, or that failed.
 *
 * @param attempt the attempt
 * @param partitions every partition's file
 * @param failure why it failed; then what was staged is to be removed
 */
public record CommitTask(
        ServeTask.Attempt attempt, List<PartitionBackup> partitions, @Nullable String failure) {}
