package io.foresnap.bench;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts what passes, for the result of the job. */
final class LoadTally<T> extends RichMapFunction<T, T> {

    static final String NAME = "passed";

    private static final long serialVersionUID = 1;

    private transient LongCounter passed;

    @Override
    public void open(OpenContext context) {
        passed = new LongCounter();
        getRuntimeContext().addAccumulator(NAME, passed);
    }

    @Override
    public T map(T record) {
        passed.add(1);
        return record;
    }
}
