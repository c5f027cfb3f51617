package io.foresnap.serving;

import io.foresnap.backup.PartitionBackup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Gathers the partitions of an attempt; what is not complete in time fails as a whole. */
public final class GatherFunction extends KeyedProcessFunction<String, Served, CommitTask> {

    private static final long serialVersionUID = 1L;

    private final Duration timeout;
    private transient @Nullable ValueState<Gathered> gathered;

    /**
     * What has come so far.
     *
     * @param attempt the attempt
     * @param partitions files written
     * @param outcomes how many partitions have reported, failed ones too
     * @param failure the first failure
     * @param closed whether it was given up: later partitions are ignored
     */
    public record Gathered(
            ServeTask.Attempt attempt,
            List<PartitionBackup> partitions,
            int outcomes,
            @Nullable String failure,
            boolean closed) {}

    /**
     * @param timeout from the first partition to the last
     */
    public GatherFunction(Duration timeout) {
        this.timeout = timeout;
    }

    /** State of this function. */
    static ValueStateDescriptor<Gathered> descriptor(Duration timeout) {
        ValueStateDescriptor<Gathered> descriptor =
                new ValueStateDescriptor<>("gathered", TypeInformation.of(Gathered.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeout.multipliedBy(4)).build());
        return descriptor;
    }

    @Override
    public void open(OpenContext context) {
        gathered = getRuntimeContext().getState(descriptor(timeout));
    }

    private ValueState<Gathered> state() {
        ValueState<Gathered> state = gathered;
        if (state == null) {
            throw new IllegalStateException("not open");
        }
        return state;
    }

    @Override
    public void processElement(Served served, Context context, Collector<CommitTask> out)
            throws Exception {
        Gathered before = state().value();
        if (before == null) {
            before = new Gathered(served.attempt(), new ArrayList<>(), 0, null, false);
            if (served.attempt().partitions() > 1) {
                context.timerService().registerProcessingTimeTimer(deadline(served));
            }
        }
        List<PartitionBackup> partitions = new ArrayList<>(before.partitions());
        if (served.partition() != null) {
            partitions.add(served.partition());
        }
        Gathered now =
                new Gathered(
                        before.attempt(),
                        partitions,
                        before.outcomes() + 1,
                        before.failure() != null ? before.failure() : served.failure(),
                        before.closed());
        if (now.outcomes() < served.attempt().partitions()) {
            state().update(now);
            return;
        }
        state().clear();
        if (served.attempt().partitions() > 1) {
            context.timerService().deleteProcessingTimeTimer(deadline(served));
        }
        if (now.closed()) {
            // Given up before: what the last partitions wrote has to go, too.
            out.collect(new CommitTask(now.attempt(), List.of(), CommitFunction.ALREADY_ANSWERED));
        } else {
            out.collect(new CommitTask(now.attempt(), partitions, now.failure()));
        }
    }

    private long deadline(Served served) {
        return served.attempt().receivedMs() + timeout.toMillis();
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CommitTask> out)
            throws Exception {
        Gathered late = state().value();
        if (late == null || late.closed()) {
            return;
        }
        state().update(
                        new Gathered(
                                late.attempt(),
                                late.partitions(),
                                late.outcomes(),
                                late.failure(),
                                true));
        String missing =
                late.partitions().size()
                        + " of "
                        + late.attempt().partitions()
                        + " partitions were complete after serving.timeout ("
                        + timeout
                        + ")";
        out.collect(
                new CommitTask(
                        late.attempt(),
                        List.of(),
                        late.failure() != null ? late.failure() : missing));
    }
}
