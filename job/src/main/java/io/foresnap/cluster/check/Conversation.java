package io.foresnap.cluster.check;

import io.foresnap.client.BackupClient;
import io.foresnap.client.ResultMessage;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Requests and all that was answered to each. */
final class Conversation implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final BackupClient client;
    private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread receiver = new Thread(this::receive, "check-results");
    private volatile boolean closed;

    /**
     * A request and its results.
     *
     * @param newestMs what {@code latest} must not be older than
     * @param results in order of arrival
     * @param firstNanos when the first came
     */
    record Exchange(
            BackupRequest request,
            long newestMs,
            long sentNanos,
            Collection<ResultMessage> results,
            AtomicReference<@Nullable Long> firstNanos) {

        boolean answered() {
            return firstNanos.get() != null;
        }

        ResultMessage first() {
            return results.iterator().next();
        }

        double waitedSeconds() {
            Long first = firstNanos.get();
            return ((first == null ? System.nanoTime() : first) - sentNanos) / 1e9;
        }
    }

    /** Takes over the client. */
    Conversation(BackupClient client) {
        this.client = client;
        receiver.setDaemon(true);
        receiver.start();
    }

    /** Sends a request; returns when Kafka has it. */
    Exchange send(BackupRequest request, long newestMs) throws IOException, InterruptedException {
        Exchange exchange =
                new Exchange(
                        request,
                        newestMs,
                        System.nanoTime(),
                        new ConcurrentLinkedQueue<>(),
                        new AtomicReference<>());
        exchanges.put(request.requestId(), exchange);
        client.send(request);
        return exchange;
    }

    /** Sends a request again that failed: with its id, as its requester would. */
    void again(Exchange failed) throws IOException, InterruptedException {
        failed.results.clear();
        failed.firstNanos.set(null);
        client.send(failed.request);
    }

    /** Leaves a request to whoever sent it: it is not among {@link #all} any more. */
    void release(Exchange exchange) {
        exchanges.remove(exchange.request.requestId());
    }

    private void receive() {
        try {
            while (!closed) {
                for (byte[] json : client.poll(POLL)) {
                    ResultMessage result = ResultMessage.parse(json);
                    Exchange exchange = exchanges.get(result.requestId());
                    if (exchange != null) {
                        exchange.results.add(result);
                        exchange.firstNanos.compareAndSet(null, System.nanoTime());
                    }
                }
            }
        } catch (IOException | KafkaException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Waits until each is answered; returns whether that was in time. */
    boolean await(List<Exchange> waiting, Duration timeout)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!waiting.stream().allMatch(Exchange::answered)) {
            Exception failed = failure.get();
            if (failed != null) {
                throw new IOException("cannot read results: " + failed.getMessage(), failed);
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    /** Everything so far. */
    List<Exchange> all() {
        return new ArrayList<>(exchanges.values());
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        receiver.join();
        client.close();
    }
}
