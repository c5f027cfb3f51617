package io.foresnap.savepoint;

import java.io.IOException;
import java.util.List;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/**
 * Tells which state backend reads a savepoint or checkpoint: its state's handles say who wrote it.
 */
final class Backends {

    private Backends() {}

    /**
     * RocksDB for what only RocksDB writes, which are all its checkpoints and its native
     * savepoints; the heap for its own checkpoints, and for canonical savepoints, which are the
     * same for all.
     *
     * @param name of the savepoint, for people
     */
    static StateBackend of(CheckpointMetadata metadata, String name) throws IOException {
        List<KeyedStateHandle> handles =
                metadata.getOperatorStates().stream()
                        .flatMap(operator -> operator.getStates().stream())
                        .flatMap(subtask -> subtask.getManagedKeyedState().stream())
                        .toList();
        if (handles.stream().anyMatch(ChangelogStateBackendHandle.class::isInstance)) {
            throw new IOException(
                    name
                            + " is a checkpoint of a job with state.changelog.enabled: take a"
                            + " savepoint of it instead");
        }
        return handles.stream().anyMatch(IncrementalKeyedStateHandle.class::isInstance)
                ? new EmbeddedRocksDBStateBackend(true)
                : new HashMapStateBackend();
    }
}
