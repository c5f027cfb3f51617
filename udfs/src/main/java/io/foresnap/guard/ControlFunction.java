package io.foresnap.guard;

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

    @Override
    public void open(OpenContext context) {
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
            LOG.warn(
                    "Left out what is no command: {} partition {} offset {}: {}: {}",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage(),
                    text(message));
        }
    }

    private static String text(ControlMessage message) {
        String all = new String(message.bytes(), StandardCharsets.UTF_8);
        String shown = all.length() <= MOST_SHOWN ? all : all.substring(0, MOST_SHOWN) + "...";
        return shown.replaceAll("\\p{Cntrl}", " ");
    }
}
