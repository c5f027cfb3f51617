package io.foresnap.guard;

import io.foresnap.event.Often;
import io.foresnap.metrics.ControlMetrics;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the messages of the control topic; what is no command is counted, logged and left out. */
public final class ControlFunction extends RichFlatMapFunction<ControlMessage, ControlCommand> {

    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN = 500;
    private static final Logger LOG = LoggerFactory.getLogger(ControlFunction.class);

    private transient ControlMetrics metrics;
    private transient Often refusals = new Often();

    @Override
    public void open(OpenContext context) {
        refusals = new Often();
        metrics = new ControlMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void flatMap(ControlMessage message, Collector<ControlCommand> out) {
        try {
            ControlCommand command = ControlMessages.parse(message.bytes());
            metrics.taken();
            LOG.info("Control: {}", text(message));
            out.collect(command);
        } catch (IllegalArgumentException e) {
            metrics.refused();
            if (refusals.isWorthSaying()) {
                LOG.warn(
                        "Left out what is no command, the {}th: {} partition {} offset {}: {}: {}",
                        refusals.times(),
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        shown(String.valueOf(e.getMessage())),
                        text(message));
            }
        }
    }

    private static String text(ControlMessage message) {
        return shown(new String(message.bytes(), StandardCharsets.UTF_8));
    }

    private static String shown(String all) {
        String shown = all.length() <= MOST_SHOWN ? all : all.substring(0, MOST_SHOWN) + "...";
        return shown.replaceAll("\\p{Cntrl}", " ");
    }
}
