package io.foresnap.serving;

import io.foresnap.backup.PartitionBackup;
import org.jspecify.annotations.Nullable;

/**
 * What became of one partition of a request.
 *
 * @param attempt the attempt it belongs to
 * @param partition the file written, null when it failed
 * @param failure why it failed
 * @param early whether it failed only because a log does not reach far enough yet
 */
public record Served(
        ServeTask.Attempt attempt,
        @Nullable PartitionBackup partition,
        @Nullable String failure,
        boolean early) {

    static Served written(ServeTask.Attempt attempt, PartitionBackup partition) {
        return new Served(attempt, partition, null, false);
    }

    static Served failed(ServeTask.Attempt attempt, String failure) {
        return new Served(attempt, null, failure, false);
    }
}
