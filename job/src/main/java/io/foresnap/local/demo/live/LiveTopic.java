package io.foresnap.local.demo.live;

import io.foresnap.local.EmbeddedKafka;
import io.foresnap.local.demo.changes.Change;
import io.foresnap.local.demo.changes.DebeziumJson;
import io.foresnap.local.demo.changes.TableChanges;
import io.foresnap.local.demo.verify.Replay;
import io.foresnap.local.demo.workload.TableKind;
import io.foresnap.local.demo.workload.TableSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A table that changes now, on the machine's clock, as a connector writes it to Kafka: rows read at
 * first, then transactions, tombstones, truncates, and now and then the last events once more.
 */
public final class LiveTopic implements AutoCloseable {

    /** Its topic. */
    public static final String TOPIC = "demo.live.orders";

    /** The table it carries. */
    public static final String TABLE = "live.orders";

    /** How many partitions it has. */
    static final int PARTITIONS = 2;

    private static final int ROWS = 300;
    private static final double CHANGES_PER_HOUR = 120_000;
    private static final long SEED = 41;
    private static final long STEP_MILLIS = 100;
    private static final int STEPS_BETWEEN_RESTARTS = 120;
    private static final int REDELIVERED = 30;

    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService thread;
    private final DebeziumJson json = new DebeziumJson(TABLE);
    private final Replay replay = new Replay(1);
    private final TableChanges changes;
    private final Deque<ProducerRecord<byte[], byte[]>> last = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long endMs;
    private int steps;
    private volatile long lastMs;
    private volatile @Nullable RuntimeException failure;

    private LiveTopic(EmbeddedKafka kafka, Duration time) {
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        long now = System.currentTimeMillis();
        endMs = now + time.toMillis();
        changes =
                new TableChanges(
                        new TableSpec(
                                TABLE, TableKind.RARE, PARTITIONS, ROWS, CHANGES_PER_HOUR, SEED),
                        now);
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread t = new Thread(task, "demo-live-topic");
                            t.setDaemon(true);
                            return t;
                        });
    }

    /** Makes the topic and writes to it for a time. */
    public static LiveTopic start(EmbeddedKafka kafka, Duration time) throws IOException {
        kafka.createTopics(PARTITIONS, TOPIC);
        LiveTopic topic = new LiveTopic(kafka, time);
        topic.thread.execute(() -> topic.orEnd(() -> topic.changes.snapshot(topic::send)));
        topic.thread.scheduleAtFixedRate(
                () -> topic.orEnd(topic::step), STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
        return topic;
    }

    // A scheduled task that fails is never run again, and nobody is told.
    private void orEnd(Runnable writing) {
        try {
            writing.run();
        } catch (RuntimeException e) {
            failure = e;
            ended.countDown();
            thread.shutdown();
        }
    }

    private void step() {
        long now = Math.min(System.currentTimeMillis(), endMs);
        changes.advance(now, this::send);
        if (++steps % STEPS_BETWEEN_RESTARTS == 0) {
            last.forEach(producer::send);
        }
        if (now == endMs) {
            producer.flush();
            ended.countDown();
            thread.shutdown();
        }
    }

    private void send(Change change) {
        replay.append(change);
        lastMs = Math.max(lastMs, change.tsMs());
        send(change.key(), json.value(change));
        if (change.op() == 'd') {
            send(change.key(), null);
        }
    }

    private void send(@Nullable String key, @Nullable String value) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(TOPIC, bytes(key), bytes(value));
        last.addLast(message);
        if (last.size() > REDELIVERED) {
            last.removeFirst();
        }
        producer.send(message);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Waits until nothing more is written; {@link IOException} when writing failed. */
    public boolean awaitEnd(Duration most) throws IOException, InterruptedException {
        boolean done = ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
        if (failure != null) {
            throw new IOException("the live topic could not be written", failure);
        }
        return done;
    }

    /** Commit time of the last change so far, epoch milliseconds. */
    public long lastMs() {
        return lastMs;
    }

    /** Everything written so far, to be compared with. */
    public Replay replay() {
        return replay;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ofSeconds(5));
    }
}
