package io.foresnap.guard;

import io.foresnap.event.Often;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps pins and warm-ups, and says at every tick which are due. Keyed by a constant. */
public final class StandingOrdersFunction
        extends KeyedCoProcessFunction<Integer, ControlCommand, Tick, TableOrder> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(StandingOrdersFunction.class);

    /** Each is looked at in every tick. */
    static final int MOST = 10_000;

    private final StandingOrders orders;
    private transient MapState<String, ControlCommand> standing;
    private transient OrderMetrics metrics;
    private transient Often refusals = new Often();
    private transient int count;

    /**
     * @param holds how long a prefetch list holds
     * @param zone whose clocks daily warm-ups follow
     */
    public StandingOrdersFunction(Duration holds, ZoneId zone) {
        this.orders = new StandingOrders(holds.toMillis(), zone);
    }

    /** By what each is about. Without time-to-live: an order stands until it is ended. */
    static MapStateDescriptor<String, ControlCommand> descriptor() {
        return new MapStateDescriptor<>(
                "standing-orders", Types.STRING, TypeInformation.of(ControlCommand.class));
    }

    @Override
    public void open(OpenContext context) {
        count = -1;
        refusals = new Often();
        standing = getRuntimeContext().getMapState(descriptor());
        metrics = new OrderMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement1(ControlCommand command, Context context, Collector<TableOrder> out)
            throws Exception {
        switch (command.kind()) {
            case PIN, WARM_UP -> stand(command);
            case UNPIN, CANCEL_WARM_UP -> end(command);
            default -> {}
        }
    }

    private void stand(ControlCommand order) throws Exception {
        boolean isNew = !standing.contains(order.subject());
        if (isNew && standing() >= MOST) {
            metrics.refused();
            if (refusals.isWorthSaying()) {
                LOG.warn("Left out {}, for {} orders stand already", order.subject(), MOST);
            }
            return;
        }
        standing.put(order.subject(), order);
        count = standing() + (isNew ? 1 : 0);
    }

    private void end(ControlCommand order) throws Exception {
        if (standing.contains(order.subject())) {
            count = standing() - 1;
            standing.remove(order.subject());
        }
    }

    /** How many there are: counted once, when state has come from somewhere. */
    private int standing() throws Exception {
        if (count < 0) {
            count = 0;
            for (String ignored : standing.keys()) {
                count++;
            }
        }
        return count;
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
        count = kept;
        metrics.standing(kept);
    }
}
