package io.foresnap.serving;

import io.foresnap.access.AccessRules;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.VirtualClock;
import java.nio.charset.StandardCharsets;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Messages to requests; what is no request leaves by a side output with the reason. */
public final class ParseFunction extends ProcessFunction<RawRequest, ReceivedRequest> {

    private static final long serialVersionUID = 1L;

    /** Requests that cannot be served. */
    public static final OutputTag<Rejection> REJECTED = new OutputTag<>("rejected") {};

    private final VirtualClock clock;
    private final AccessRules rules;
    private transient RequestParser parser = new RequestParser();

    /**
     * @param clock the job's clock
     * @param rules who may back up what
     */
    public ParseFunction(VirtualClock clock, AccessRules rules) {
        this.clock = clock;
        this.rules = rules;
    }

    @Override
    public void open(org.apache.flink.api.common.functions.OpenContext context) {
        parser = new RequestParser();
    }

    @Override
    public void processElement(RawRequest raw, Context context, Collector<ReceivedRequest> out) {
        long arrivedMs = clock.at(raw.timestampMs());
        try {
            BackupRequest request = parser.parse(raw.value(), arrivedMs);
            check(request);
            out.collect(new ReceivedRequest(request, System.currentTimeMillis()));
        } catch (IllegalArgumentException e) {
            context.output(
                    REJECTED,
                    new Rejection(
                            parser.field(raw.value(), "requestId"),
                            parser.field(raw.value(), "requester"),
                            parser.field(raw.value(), "table"),
                            String.valueOf(e.getMessage()),
                            new String(raw.value(), StandardCharsets.UTF_8),
                            arrivedMs));
        }
    }

    private void check(BackupRequest request) {
        rules.refusal(request.requester(), request.table())
                .ifPresent(
                        reason -> {
                            throw new IllegalArgumentException(reason);
                        });
    }
}
