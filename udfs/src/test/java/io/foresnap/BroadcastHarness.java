package io.foresnap;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs functions with a keyed and a broadcast side, and closes them after each test.
 *
 * @param <I> the keyed side
 * @param <B> the broadcast side
 * @param <O> the output
 */
public final class BroadcastHarness<I, B, O> implements AfterEachCallback {

    private final MapStateDescriptor<?, ?> broadcast;
    private final KeySelector<I, String> key;
    private final List<AutoCloseable> open = new ArrayList<>();

    /**
     * @param broadcast state of the broadcast side
     * @param key of the keyed side
     */
    public BroadcastHarness(MapStateDescriptor<?, ?> broadcast, KeySelector<I, String> key) {
        this.broadcast = broadcast;
        this.key = key;
    }

    /**
     * Starts a function.
     *
     * @param from what another one left; null without
     */
    public KeyedBroadcastOperatorTestHarness<String, I, B, O> start(
            KeyedBroadcastProcessFunction<String, I, B, O> function,
            @Nullable OperatorSubtaskState from)
            throws Exception {
        var harness =
                new KeyedBroadcastOperatorTestHarness<>(
                        new CoBroadcastWithKeyedOperator<>(function, List.of(broadcast)),
                        key,
                        Types.STRING,
                        1,
                        1,
                        0);
        open.add(harness);
        harness.setup();
        if (from != null) {
            harness.initializeState(from);
        }
        harness.open();
        return harness;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
    }
}
