package io.foresnap.serving;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.backup.TablePlan;
import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import io.foresnap.event.TargetTimes;
import io.foresnap.merge.PartitionPlan;
import java.util.Map;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Fans a planned request out, one task a partition. What needs no serving leaves by side outputs:
 * answers that exist already, failures, rejections.
 *
 * <p>The access-pattern history takes its accesses from here and not from the parser: "all
 * partitions" is resolved to numbers, "latest" to a time, and requests for what does not exist (a
 * flood of them, even) teach the model nothing.
 */
public final class PlanRouteFunction extends ProcessFunction<Planned, ServeTask> {

    private static final long serialVersionUID = 1L;

    /** Accepted requests, for the access-pattern history. */
    public static final OutputTag<AcceptedRequest> ACCEPTED = new OutputTag<>("accepted") {};

    /** Answers that need no serving. */
    public static final OutputTag<BackupResult> ANSWERS = new OutputTag<>("answers") {};

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void processElement(Planned planned, Context context, Collector<ServeTask> out)
            throws Exception {
        BackupRequest request = planned.request();
        TablePlan plan = planned.plan();
        BackupResult answered = planned.answered();
        if (plan != null) {
            context.output(ACCEPTED, new AcceptedRequest(request, needs(planned, plan)));
            ServeTask.Attempt attempt =
                    new ServeTask.Attempt(
                            request, planned.attempt(), planned.receivedMs(), planned.planMillis());
            for (PartitionPlan partition : plan.partitions()) {
                out.collect(new ServeTask(attempt, partition));
            }
        } else if (answered != null) {
            context.output(ANSWERS, answered);
        } else if (planned.refused() != null) {
            context.output(ParseFunction.REJECTED, rejection(request, planned.refused()));
        } else {
            context.output(ANSWERS, BackupResult.failed(request, String.valueOf(planned.failed())));
        }
    }

    private static RequestNeeds needs(Planned planned, TablePlan plan) {
        return new RequestNeeds(
                planned.latest(),
                plan.partitions().stream().map(PartitionPlan::bytes).toList(),
                plan.partitions().stream().map(PartitionPlan::files).toList());
    }

    private static Rejection rejection(BackupRequest request, String reason) throws Exception {
        String text =
                JSON.writeValueAsString(
                        Map.of(
                                "requestId", request.requestId(),
                                "table", request.table(),
                                "partitions", request.partitions(),
                                "targetTime", TargetTimes.format(request.targetTimeMs()),
                                "requester", request.requester(),
                                "requestedAt", request.requestedAtMs()));
        return new Rejection(
                request.requestId(),
                request.requester(),
                request.table(),
                reason,
                text,
                request.requestedAtMs());
    }
}
