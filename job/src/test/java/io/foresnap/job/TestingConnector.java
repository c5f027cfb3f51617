package io.foresnap.job;

import io.foresnap.local.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one table's changes to Kafka as Debezium does, committed now. When it is restarted it
 * delivers its last changes again.
 */
final class TestingConnector implements AutoCloseable {

    private static final int REMEMBERED = 40;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final String schema;
    private final String table;
    private final Random random;
    private final List<Change> last = new ArrayList<>();
    private long lsn = 1000;
    private long lastMs;

    private record Change(@Nullable String key, String value) {}

    TestingConnector(EmbeddedKafka kafka, String topic, Random random) {
        String[] parts = topic.split("\\.", 3);
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "5"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        this.topic = topic;
        this.schema = parts[1];
        this.table = parts[2];
        this.random = random;
    }

    void insert(int id, String text) {
        change("c", id, row(id, text));
    }

    void update(int id, String text) {
        change("u", id, row(id, text));
    }

    void delete(int id) {
        change("d", id, null);
        send(key(id), null);
    }

    void read(int id, String text) {
        change("r", id, row(id, text));
    }

    void truncate() {
        change("t", null, null);
    }

    /** What Debezium sends behind a delete. */
    void tombstone(int id) {
        send(key(id), null);
    }

    /** A record that is no change event. */
    void nonsense(String value) {
        send(key(0), value);
    }

    /** Repeats the last changes, captured anew. */
    void restart() {
        int count = Math.min(last.size(), 1 + random.nextInt(REMEMBERED));
        for (Change change : last.subList(last.size() - count, last.size())) {
            send(change.key(), change.value() + ",\"ts_ms\":" + System.currentTimeMillis() + "}");
        }
    }

    void flush() {
        producer.flush();
    }

    private void change(String op, @Nullable Integer id, @Nullable String after) {
        // A connector delivers in order of commit; a millisecond of its own keeps tests exact.
        lastMs = Math.max(lastMs + 1, System.currentTimeMillis());
        lsn++;
        String key = id == null ? null : key(id);
        String value =
                """
                {"before":null,"after":%s,"source":{"ts_ms":%d,"schema":"%s","table":"%s",\
                "txId":%d,"lsn":%d},"op":"%s\""""
                        .formatted(after, lastMs, schema, table, lsn, lsn, op);
        last.add(new Change(key, value));
        if (last.size() > REMEMBERED) {
            last.remove(0);
        }
        send(key, value + ",\"ts_ms\":" + System.currentTimeMillis() + "}");
    }

    private void send(@Nullable String key, @Nullable String value) {
        producer.send(new ProducerRecord<>(topic, bytes(key), bytes(value)));
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Commit time of the last change, epoch milliseconds. */
    long lastMs() {
        return lastMs;
    }

    private static String key(int id) {
        return "{\"id\":" + id + "}";
    }

    static String row(int id, String text) {
        return "{\"id\":" + id + ",\"text\":\"" + text + "\"}";
    }

    @Override
    public void close() {
        producer.close();
    }
}
