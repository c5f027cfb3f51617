package io.foresnap.job;

import io.foresnap.event.TablePartition;
import io.foresnap.event.Tick;
import io.foresnap.guard.ControlCommand;
import io.foresnap.guard.ControlFunction;
import io.foresnap.guard.ControlMessage;
import io.foresnap.guard.GuardFunction;
import io.foresnap.guard.OrderTasksFunction;
import io.foresnap.guard.StandingOrdersFunction;
import io.foresnap.guard.TableOrder;
import io.foresnap.ranking.PrefetchTask;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The part of the dataflow where an operator has his say.
 *
 * <pre>
 * control ─ Control ─┬─ Standing orders ─ their partitions (async) ─┐
 *   (Kafka)    ticks ┼──────┘                                       │
 *                    └ (broadcast) ──────────▶ Guard ◀─ keyBy(partition) ─ prefetch tasks
 * </pre>
 */
final class Guarding {

    private static final int ORDERS_UNDER_WAY = 1000;

    private Guarding() {}

    /**
     * Prefetch tasks that may be fetched, by the subtask of their partition; the verdicts on all
     * are a side output.
     *
     * @param expected tasks that predictions make
     * @param control messages of operators, where there is a topic for them
     */
    static SingleOutputStreamOperator<PrefetchTask> define(
            Settings settings,
            DataStream<PrefetchTask> expected,
            DataStream<Tick> ticks,
            Optional<DataStream<ControlMessage>> control) {
        Optional<DataStream<ControlCommand>> commands = control.map(Guarding::commands);
        DataStream<PrefetchTask> tasks =
                commands.<DataStream<PrefetchTask>>map(
                                c -> expected.union(ordered(settings, c, ticks)))
                        .orElse(expected);
        return tasks.keyBy(t -> new TablePartition(t.table(), t.partition()).key())
                .connect(
                        commands.orElseGet(() -> noCommands(ticks))
                                .broadcast(GuardFunction.descriptor()))
                .process(new GuardFunction(settings.shadow(), settings.holdout()))
                .uid(Uids.GUARD)
                .name("guard");
    }

    private static DataStream<ControlCommand> commands(DataStream<ControlMessage> messages) {
        return messages.flatMap(new ControlFunction())
                .setParallelism(1)
                .uid(Uids.CONTROL)
                .name("control");
    }

    private static DataStream<PrefetchTask> ordered(
            Settings settings, DataStream<ControlCommand> commands, DataStream<Tick> ticks) {
        SingleOutputStreamOperator<TableOrder> due =
                commands.keyBy(command -> 0)
                        .connect(ticks.keyBy(tick -> 0))
                        .process(
                                new StandingOrdersFunction(settings.horizon(), settings.timeZone()))
                        .setParallelism(1)
                        .uid(Uids.STANDING_ORDERS)
                        .name("standing orders");
        return AsyncDataStream.unorderedWait(
                        due,
                        new OrderTasksFunction(settings.storage()),
                        settings.serving().timeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        ORDERS_UNDER_WAY)
                .setParallelism(1)
                .uid(Uids.ORDER_TASKS)
                .name("standing orders: one task a partition");
    }

    private static DataStream<ControlCommand> noCommands(DataStream<Tick> ticks) {
        return ticks.process(new NoCommandsFunction())
                .setParallelism(1)
                .uid(Uids.NO_CONTROL)
                .name("no control");
    }

    /** Stands in for the topic. */
    private static final class NoCommandsFunction extends ProcessFunction<Tick, ControlCommand> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Tick tick, Context context, Collector<ControlCommand> out) {}
    }
}
