package io.foresnap;

import java.time.Duration;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** Runs an asynchronous function alone. */
public final class AsyncHarness<I, O> extends OneInputStreamOperatorTestHarness<I, O> {

    private AsyncHarness(AsyncFunction<I, O> function, Class<I> input, Duration timeout)
            throws Exception {
        super(
                new AsyncWaitOperatorFactory<>(
                        function, timeout.toMillis(), 100, OutputMode.UNORDERED),
                TypeInformation.of(input).createSerializer(new SerializerConfigImpl()));
    }

    /** Opens a function that may take {@code timeout} for each record. */
    public static <I, O> AsyncHarness<I, O> open(
            AsyncFunction<I, O> function, Class<I> input, Duration timeout) throws Exception {
        AsyncHarness<I, O> harness = new AsyncHarness<>(function, input, timeout);
        harness.open();
        harness.setProcessingTime(0);
        return harness;
    }

    /** Sends a record. */
    public void send(I record) throws Exception {
        processElement(record, 0);
    }

    /** Waits for everything sent so far. */
    public void await() throws Exception {
        endInput();
    }

    /** Waits until so many records have left. */
    public void await(int records) throws Exception {
        while (extractOutputValues().size() < records) {
            getTaskMailbox().take(0).run();
        }
    }
}
