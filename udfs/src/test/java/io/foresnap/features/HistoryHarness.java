package io.foresnap.features;

import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;

/** Runs a {@link HistoryFunction} alone. */
final class HistoryHarness
        extends KeyedBroadcastOperatorTestHarness<String, HistoryEvent, Signal, PartitionFeatures> {

    HistoryHarness(HistoryFunction function) throws Exception {
        super(
                new CoBroadcastWithKeyedOperator<>(function, List.of(HistoryFunction.requesters())),
                HistoryEvent::table,
                Types.STRING,
                1,
                1,
                0);
    }

    /** How many entries the heap state backend holds. */
    int numKeyedStateEntries() {
        HeapKeyedStateBackend<?> backend =
                (HeapKeyedStateBackend<?>) getOperator().<String>getKeyedStateBackend();
        return backend.numKeyValueStateEntries();
    }
}
