package io.foresnap.prefetch;

import java.util.Collection;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/** A subtask that has closed: it takes nothing any more. */
final class TestingClosedSubtask implements ResultFuture<PrefetchOutput> {

    @Override
    public void complete(Collection<PrefetchOutput> result) {
        throw new RejectedExecutionException("closed");
    }

    @Override
    public void completeExceptionally(Throwable error) {
        throw new RejectedExecutionException("closed", error);
    }

    @Override
    public void complete(CollectionSupplier<PrefetchOutput> supplier) {
        throw new RejectedExecutionException("closed");
    }
}
