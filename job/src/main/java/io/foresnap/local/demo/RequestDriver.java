package io.foresnap.local.demo;

import io.foresnap.client.BackupClient;
import io.foresnap.client.ResultMessage;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.VirtualClock;
import io.foresnap.local.demo.report.Scoreboard;
import io.foresnap.local.demo.verify.Verifier;
import io.foresnap.local.demo.workload.PlannedRequest;
import io.foresnap.local.demo.workload.TableKind;
import io.foresnap.local.demo.workload.TableSpec;
import io.foresnap.local.demo.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends a workload's requests when they are due, and takes the results as they come. */
final class RequestDriver implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Workload workload;
    private final VirtualClock clock;
    private final BackupClient client;
    private final DemoArchive archive;
    private final Scoreboard scoreboard;
    private final Verifier verifier;
    private final Map<String, TableKind> kinds;
    private final Map<String, Sent> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final Thread sender = new Thread(this::sendAll, "demo-requests");
    private final Thread receiver = new Thread(this::receive, "demo-results");
    private volatile boolean closed;

    RequestDriver(
            Workload workload,
            VirtualClock clock,
            BackupClient client,
            DemoArchive archive,
            Scoreboard scoreboard,
            Verifier verifier) {
        this.workload = workload;
        this.clock = clock;
        this.client = client;
        this.archive = archive;
        this.scoreboard = scoreboard;
        this.verifier = verifier;
        this.kinds =
                workload.tables().stream()
                        .collect(Collectors.toMap(TableSpec::name, TableSpec::kind));
        sender.setDaemon(true);
        receiver.setDaemon(true);
    }

    void start() {
        receiver.start();
        sender.start();
    }

    private void sendAll() {
        try {
            int number = 0;
            for (PlannedRequest planned : workload.requests()) {
                Thread.sleep(clock.machineMillisUntil(planned.atMs()));
                send("demo-%06d".formatted(number++), planned);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            failure.compareAndSet(null, new IOException("could not send a request: " + e, e));
        }
    }

    private void send(String id, PlannedRequest planned) {
        long newest = archive.archivedThroughMs(planned.table());
        // Nobody can know the future, and a recorded target time was not recorded for this archive.
        long target =
                planned.targetMs() == BackupRequest.LATEST
                        ? BackupRequest.LATEST
                        : Math.max(archive.snapshotMs(), Math.min(planned.targetMs(), newest));
        BackupRequest request =
                new BackupRequest(
                        id,
                        planned.table(),
                        planned.partitions(),
                        target,
                        planned.requester(),
                        planned.atMs());
        TableKind kind = kinds.getOrDefault(planned.table(), TableKind.RECORDED);
        waiting.put(id, new Sent(request, kind, newest));
        client.sendAsync(request);
        sent.incrementAndGet();
    }

    private void receive() {
        try {
            while (!closed) {
                for (byte[] json : client.poll(POLL)) {
                    take(ResultMessage.parse(json));
                }
            }
        } catch (IOException | KafkaException e) {
            failure.compareAndSet(null, new IOException("could not read a result: " + e, e));
        }
    }

    private void take(ResultMessage result) {
        // Results come at least once; only the first counts. Strangers may ask this cluster, too.
        Sent request = waiting.remove(result.requestId());
        if (request == null) {
            return;
        }
        scoreboard.count(result, request.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (result.acknowledged()) {
            verifier.submit(request.request(), request.newestMs(), result);
        }
    }

    /** How many requests were sent. */
    int sent() {
        return sent.get();
    }

    /** Whether every request was sent. */
    boolean sentAll() {
        return sent.get() == workload.requests().size();
    }

    /** How many requests wait for their result. */
    int waiting() {
        return waiting.size();
    }

    /** Why it stopped early, if it did. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Sends and receives no more. */
    @Override
    public void close() throws InterruptedException {
        sender.interrupt();
        sender.join();
        closed = true;
        receiver.join();
        client.close();
    }
}
