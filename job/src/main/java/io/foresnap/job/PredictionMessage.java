package io.foresnap.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.changelog.TableIds;
import io.foresnap.event.LimitedJson;
import io.foresnap.event.PredictedRequest;
import io.foresnap.event.TargetTimes;

/** A prediction as its topic carries it. */
final class PredictionMessage {

    private static final int MOST_BYTES = 1 << 12;
    private static final LimitedJson JSON = new LimitedJson("prediction", MOST_BYTES);

    /**
     * Reads a message; fields that are not known are left out.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static PredictedRequest parse(byte[] message) {
        JsonNode root = JSON.object(message);
        String table = TableIds.validate("table", text(root.path("table")));
        long partition = integer(root, "partition");
        if (partition < 0 || partition > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "partition must be a number from 0 on, but is " + partition);
        }
        long start = TargetTimes.check(integer(root, "windowStartMs"));
        long end = TargetTimes.check(integer(root, "windowEndMs"));
        if (end <= start) {
            throw new IllegalArgumentException("the window ends where it begins, or before");
        }
        double probability = number(root.path("probability"));
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability must lie between 0 and 1, but is " + root.get("probability"));
        }
        return new PredictedRequest(table, (int) partition, start, end, probability);
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : "";
    }

    private static double number(JsonNode value) {
        return value.isNumber() ? value.doubleValue() : Double.NaN;
    }

    private static long integer(JsonNode root, String name) {
        JsonNode value = root.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(name + " must be an integer, but is " + value);
        }
        return value.longValue();
    }

    private PredictionMessage() {}
}
