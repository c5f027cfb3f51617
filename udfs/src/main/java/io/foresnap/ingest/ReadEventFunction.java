package io.foresnap.ingest;

import io.foresnap.archive.DebeziumParser;
import io.foresnap.archive.MalformedEventException;
import io.foresnap.event.TablePartition;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Records to arrivals: one for each, for the log covers every offset. What is no event leaves by a
 * side output, too, with the reason.
 */
public final class ReadEventFunction extends ProcessFunction<SourceRecord, Arrival> {

    private static final long serialVersionUID = 1L;

    /** Records that are no change events. */
    public static final OutputTag<RejectedEvent> REJECTED = new OutputTag<>("rejected") {};

    private static final int SHOWN = 2000;

    private transient DebeziumParser parser = new DebeziumParser();

    @Override
    public void open(OpenContext context) {
        parser = new DebeziumParser();
    }

    @Override
    public void processElement(SourceRecord read, Context context, Collector<Arrival> out) {
        TablePartition of = new TablePartition(TopicTables.tableOf(read.topic()), read.partition());
        try {
            out.collect(
                    new Arrival(
                            of,
                            read.topic(),
                            read.offset(),
                            parser.parse(read.key(), read.value()).orElse(null)));
        } catch (MalformedEventException e) {
            context.output(REJECTED, rejected(read, String.valueOf(e.getMessage())));
            out.collect(new Arrival(of, read.topic(), read.offset(), null));
        }
    }

    private static RejectedEvent rejected(SourceRecord read, String reason) {
        byte[] value = read.value();
        String text =
                value == null
                        ? null
                        : new String(
                                value, 0, Math.min(SHOWN, value.length), StandardCharsets.UTF_8);
        String why = reason.length() <= SHOWN ? reason : reason.substring(0, SHOWN) + "...";
        return new RejectedEvent(read.topic(), read.partition(), read.offset(), why, text);
    }
}
