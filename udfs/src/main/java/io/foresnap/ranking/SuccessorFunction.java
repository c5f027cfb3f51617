package io.foresnap.ranking;

import io.foresnap.features.ExpectedRequest;
import io.foresnap.features.Successor;
import io.foresnap.history.Sign;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Makes urgent tasks of what requesters are likely to ask for next. */
public final class SuccessorFunction implements FlatMapFunction<Successor, PrefetchTask> {

    private static final long serialVersionUID = 1L;

    /** By then all but one in two hundred have come; what came for nothing leaves soon after. */
    private static final int DEVIATIONS = 3;

    private final Valuation valuation;

    /**
     * @param valuation what they are worth
     */
    public SuccessorFunction(Valuation valuation) {
        this.valuation = valuation;
    }

    @Override
    public void flatMap(Successor successor, Collector<PrefetchTask> out) {
        Sign sign = successor.sign();
        ExpectedRequest expected = successor.expected();
        for (int target = 0; target < expected.targets().size(); target++) {
            out.collect(
                    new PrefetchTask(
                            sign.table(),
                            successor.partition(),
                            sign.share(),
                            0,
                            sign.atMs(),
                            0,
                            sign.atMs() + sign.lagMs() + DEVIATIONS * sign.spreadMs(),
                            valuation.of(sign.share(), expected, target),
                            expected.bytes(),
                            expected.targets().get(target).targetMs(),
                            true));
        }
    }
}
