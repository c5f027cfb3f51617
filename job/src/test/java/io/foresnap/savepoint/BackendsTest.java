package io.foresnap.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle.ChangelogStateBackendHandleImpl;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

class BackendsTest {

    private static final KeyGroupRange KEYS = KeyGroupRange.of(0, 1);
    private static final ByteStreamStateHandle BYTES =
            new ByteStreamStateHandle("bytes", new byte[1]);

    @Test
    void theHandlesTellWhoWroteThem() throws IOException {
        assertThat(Backends.of(with(savepoint()), "s")).isInstanceOf(HashMapStateBackend.class);
        assertThat(Backends.of(with(ofHeap()), "s")).isInstanceOf(HashMapStateBackend.class);
        assertThat(Backends.of(with(savepoint(), ofRocksDb()), "s"))
                .isInstanceOf(EmbeddedRocksDBStateBackend.class);
    }

    @Test
    void aChangelogIsReadByNeither() {
        KeyedStateHandle changelog =
                new ChangelogStateBackendHandleImpl(List.of(), List.of(), KEYS, 1, 1, 1);

        assertThatThrownBy(() -> Backends.of(with(changelog), "hdfs://n/chk-7"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("hdfs://n/chk-7")
                .hasMessageContaining("state.changelog.enabled");
    }

    private static KeyedStateHandle savepoint() {
        return new KeyGroupsSavepointStateHandle(new KeyGroupRangeOffsets(KEYS), BYTES);
    }

    private static KeyedStateHandle ofHeap() {
        return new KeyGroupsStateHandle(new KeyGroupRangeOffsets(KEYS), BYTES);
    }

    private static KeyedStateHandle ofRocksDb() {
        return new IncrementalRemoteKeyedStateHandle(
                UUID.randomUUID(), KEYS, 1, List.of(), List.of(), BYTES);
    }

    private static CheckpointMetadata with(KeyedStateHandle... handles) {
        OperatorState operator =
                new OperatorState("history", "history", new OperatorID(), handles.length, 128);
        for (int i = 0; i < handles.length; i++) {
            operator.putState(
                    i, OperatorSubtaskState.builder().setManagedKeyedState(handles[i]).build());
        }
        return new CheckpointMetadata(1, List.of(operator), List.of());
    }
}
