package io.foresnap.local.demo.report;

import io.foresnap.client.ResultMessage;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of requests went, milliseconds: sums, or their means.
 *
 * @param count how many requests
 * @param plan listing and planning
 * @param fetch until every run was at hand
 * @param merge merging and encoding
 * @param write waiting for durable storage to take the output
 * @param other the rest: the dataflow itself, queueing, the manifest
 */
public record TimeParts(
        long count, double plan, double fetch, double merge, double write, double other) {

    static final TimeParts NONE = new TimeParts(0, 0, 0, 0, 0, 0);

    TimeParts plus(ResultMessage.@Nullable LatencyMillis one) {
        if (one == null) {
            return this;
        }
        double known = one.plan() + one.fetch() + one.merge() + one.write();
        return new TimeParts(
                count + 1,
                plan + one.plan(),
                fetch + one.fetch(),
                merge + one.merge(),
                write + one.write(),
                other + Math.max(0, one.total() - known));
    }

    TimeParts mean() {
        long n = Math.max(1, count);
        return new TimeParts(count, plan / n, fetch / n, merge / n, write / n, other / n);
    }
}
