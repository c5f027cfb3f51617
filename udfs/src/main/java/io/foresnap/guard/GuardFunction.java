package io.foresnap.guard;

import io.foresnap.metrics.GuardMetrics;
import io.foresnap.ranking.PrefetchTask;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Stands in front of the prefetch workers of its subtask and lets pass what may be fetched. Keyed
 * by the partition's {@link io.foresnap.event.TablePartition#key()}, as Prefetch would be: it is
 * chained behind.
 *
 * <p>The switches are broadcast state: each subtask hears every command, and a command that stops
 * everything also empties the queue behind each of them at once.
 */
public final class GuardFunction
        extends KeyedBroadcastProcessFunction<String, PrefetchTask, ControlCommand, PrefetchTask> {

    private static final long serialVersionUID = 1L;

    /** What became of every task. */
    public static final OutputTag<Guarded> VERDICTS = new OutputTag<>("verdicts") {};

    private static final String NOW = "now";

    /** Holds one entry; never expires: a switch stays as it was put. */
    private static final MapStateDescriptor<String, Switches> SWITCHES =
            new MapStateDescriptor<>("switches", Types.STRING, TypeInformation.of(Switches.class));

    private final Switches initial;
    private final Holdout holdout;
    private transient GuardMetrics metrics;
    private transient Switches seen;

    /**
     * @param shadow whether nothing is fetched until a command says otherwise
     * @param holdout partitions that are never prefetched
     */
    public GuardFunction(boolean shadow, Holdout holdout) {
        this.initial = new Switches(false, shadow);
        this.holdout = holdout;
    }

    /** What the commands must be broadcast with. */
    public static MapStateDescriptor<?, ?> descriptor() {
        return SWITCHES;
    }

    @Override
    public void open(OpenContext context) {
        seen = initial;
        metrics =
                new GuardMetrics(
                        getRuntimeContext().getMetricGroup(),
                        () -> seen.paused() ? 1 : 0,
                        () -> seen.shadow() ? 1 : 0);
    }

    @Override
    public void processElement(
            PrefetchTask task, ReadOnlyContext context, Collector<PrefetchTask> out)
            throws Exception {
        seen = switches(context.getBroadcastState(SWITCHES));
        Verdict verdict = seen.judge(task, holdout);
        context.output(VERDICTS, new Guarded(task, verdict));
        switch (verdict) {
            case PASSED -> {
                metrics.passed();
                out.collect(task);
            }
            case PAUSED -> metrics.paused();
            case SHADOW -> metrics.shadowed();
            case HELD_OUT -> metrics.heldOut();
            default -> throw new IllegalStateException("unknown verdict " + verdict);
        }
    }

    private Switches switches(ReadOnlyBroadcastState<String, Switches> state) throws Exception {
        Switches held = state.get(NOW);
        return held == null ? initial : held;
    }

    @Override
    public void processBroadcastElement(
            ControlCommand command, Context context, Collector<PrefetchTask> out) throws Exception {
        BroadcastState<String, Switches> state = context.getBroadcastState(SWITCHES);
        Switches before = switches(state);
        Switches after = before.after(command);
        if (after.equals(before)) {
            return;
        }
        state.put(NOW, after);
        seen = after;
        if (after.stopEverything() && !before.stopEverything()) {
            out.collect(PrefetchTask.halt());
        }
    }
}
