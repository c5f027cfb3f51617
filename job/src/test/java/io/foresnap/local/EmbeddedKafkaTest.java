package io.foresnap.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EmbeddedKafkaTest {

    @Test
    void carriesARecordAndFreesItsPortWhenClosed() throws Exception {
        String servers;
        ConsumerRecords<String, String> records = ConsumerRecords.empty();

        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            servers = kafka.bootstrapServers();
            kafka.createTopics(1, "words");
            Map<String, Object> properties = Map.of("bootstrap.servers", servers);
            try (var producer =
                            new KafkaProducer<>(
                                    properties, new StringSerializer(), new StringSerializer());
                    var consumer =
                            new KafkaConsumer<>(
                                    properties,
                                    new StringDeserializer(),
                                    new StringDeserializer())) {
                producer.send(new ProducerRecord<>("words", "k", "v")).get();
                consumer.assign(List.of(new TopicPartition("words", 0)));
                consumer.seekToBeginning(consumer.assignment());
                while (records.isEmpty()) {
                    records = consumer.poll(Duration.ofSeconds(1));
                }
            }
        }

        assertThat(records).singleElement().satisfies(r -> assertThat(r.value()).isEqualTo("v"));
        int port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
        assertThat(FreePorts.isFree(port)).isTrue();
    }
}
