package io.foresnap.guard;

import io.foresnap.event.Tick;
import io.foresnap.metrics.OrderMetrics;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Iterator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps pins and warm-ups, and says at every tick which are due. Keyed by a constant. */
public final class StandingOrdersFunction
        extends KeyedCoProcessFunction<Integer, ControlCommand, Tick, TableOrder> {

    private static final long serialVersionUID = 1L;

    private final StandingOrders orders;
    private transient MapState<String, ControlCommand> standing;
    private transient OrderMetrics metrics;

    /**
     * @param window the prediction window
     * @param zone whose clocks daily warm-ups follow
     */
    public StandingOrdersFunction(Duration window, ZoneId zone) {
        this.orders = new StandingOrders(window.toMillis(), zone);
    }

    /** By what each is about. Without time-to-live: an order stands until it is ended. */
    static MapStateDescriptor<String, ControlCommand> descriptor() {
        return new MapStateDescriptor<>(
                "standing-orders", Types.STRING, TypeInformation.of(ControlCommand.class));
    }

    @Override
    public void open(OpenContext context) {
        standing = getRuntimeContext().getMapState(descriptor());
        metrics = new OrderMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement1(ControlCommand command, Context context, Collector<TableOrder> out)
            throws Exception {
        switch (command.kind()) {
            case PIN, WARM_UP -> standing.put(command.subject(), command);
            case UNPIN, CANCEL_WARM_UP -> standing.remove(command.subject());
            default -> {}
        }
    }

    @Override
    public void processElement2(Tick tick, Context context, Collector<TableOrder> out)
            throws Exception {
        int kept = 0;
        for (Iterator<ControlCommand> each = standing.values().iterator(); each.hasNext(); ) {
            ControlCommand order = each.next();
            if (orders.isOver(order, tick.timeMs())) {
                each.remove();
                continue;
            }
            kept++;
            orders.due(order, tick.timeMs()).ifPresent(out::collect);
        }
        if (kept == 0) {
            standing.clear();
        }
        metrics.standing(kept);
    }
}
