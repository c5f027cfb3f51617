package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A tick with nothing done: a record for each partition, by partition and then to one place, as
 * features and predictions go.
 */
final class BareTick implements AutoCloseable {

    private final int partitions;
    private final FedJob job;

    BareTick(int partitions, HistoryBackend stateBackend) throws IOException {
        this.partitions = partitions;
        this.job = new FedJob(stateBackend, BareTick::define);
    }

    private static void define(StreamExecutionEnvironment env) {
        FedJob.requests(env)
                .keyBy(BareTick::key)
                .map(request -> request, TypeInformation.of(AcceptedRequest.class))
                .keyBy(request -> 0)
                .map(new TickFeed.PassedFunction())
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
    }

    private static String key(AcceptedRequest accepted) {
        BackupRequest request = accepted.request();
        return new TablePartition(request.table(), request.partitions().get(0)).key();
    }

    /** Seconds until all records have passed. */
    double seconds() throws IOException {
        CountDownLatch passing = new CountDownLatch(partitions);
        TickFeed.PASSING.set(passing);
        long start = System.nanoTime();
        TickFeed.REQUESTS.add(new TickFeed.Batch(0, 1, partitions, 1, 1, 1));
        try {
            while (!passing.await(1, TimeUnit.SECONDS)) {
                job.alive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while records passed", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Takes a checkpoint. */
    CompletedCheckpointStats checkpoint() throws IOException {
        return job.checkpoint();
    }

    @Override
    public void close() throws IOException {
        job.close();
    }
}
