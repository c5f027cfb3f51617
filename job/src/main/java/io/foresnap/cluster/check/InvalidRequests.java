package io.foresnap.cluster.check;

import io.foresnap.cluster.check.Conversation.Exchange;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Half of all requests are none: each of them is rejected, each other one served. */
record InvalidRequests() implements Fault {

    private static final int EACH = 200;
    private static final Duration PACE = Duration.ofMillis(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern NUMBER = Pattern.compile("invalid-(\\d+)#");

    @Override
    public String key() {
        return "flood";
    }

    @Override
    public String name() {
        return "half of the requests invalid";
    }

    @Override
    public Happened run(Stage stage) throws IOException, InterruptedException {
        String servers = stage.cluster().bootstrapServers();
        String table = stage.tables().specs().get(0).name();
        List<Exchange> sent = new ArrayList<>();
        Set<String> rejected = new HashSet<>();
        double seconds;
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", servers),
                                new ByteArraySerializer(),
                                new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer = rejections(servers)) {
            long began = System.nanoTime();
            for (int i = 0; i < EACH; i++) {
                producer.send(
                        new ProducerRecord<>(
                                ForesnapOptions.KAFKA_REQUESTS_TOPIC.defaultValue(),
                                invalid(i, table).getBytes(StandardCharsets.UTF_8)));
                sent.addAll(stage.traffic().send(1, PACE));
            }
            stage.traffic().await(sent);
            Stage.await(
                    "every invalid request is rejected",
                    PATIENCE,
                    () -> {
                        add(consumer, rejected);
                        return rejected.size() >= EACH;
                    });
            seconds = Stage.secondsSince(began);
        }
        stage.say()
                .accept(
                        "%d invalid requests among %d: %d rejected, all answered after %.1f s, none of the valid ones waited longer than %.1f s"
                                .formatted(
                                        EACH,
                                        2 * EACH,
                                        rejected.size(),
                                        seconds,
                                        Traffic.longestSeconds(sent)));
        return new Happened(sent, 0, List.of());
    }

    /** What is wrong takes turns; the number tells them apart. */
    private static String invalid(int i, String table) {
        String id = "invalid-" + i + "#";
        return switch (i % 7) {
            case 0 -> id + " {\"requestId\":";
            case 1 -> request(id, "shop.nothing_" + i, "");
            case 2 -> request(id, table + "x".repeat(300), "");
            case 3 -> request(id, table, ",\"targetTime\":\"2001-01-01T00:00:00Z\"");
            case 4 -> request(id, table, ",\"targetTime\":\"2199-01-01T00:00:00Z\"");
            case 5 -> request(id, "../../" + table, "");
            default -> request(id, table, ",\"partitions\":[77]");
        };
    }

    private static String request(String id, String table, String more) {
        return "{\"requestId\":\"%s\",\"table\":\"%s\"%s}".formatted(id, table, more);
    }

    private static KafkaConsumer<byte[], byte[]> rejections(String servers) {
        String topic = ForesnapOptions.KAFKA_REJECTED_TOPIC.defaultValue();
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", servers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: what comes before the first poll would be missed.
        partitions.forEach(consumer::position);
        return consumer;
    }

    private static void add(KafkaConsumer<byte[], byte[]> consumer, Set<String> numbers) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Matcher number = NUMBER.matcher(new String(record.value(), StandardCharsets.UTF_8));
            if (number.find()) {
                numbers.add(number.group(1));
            }
        }
    }
}
