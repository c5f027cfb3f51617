package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.event.PredictedRequest;
import io.foresnap.local.EmbeddedKafka;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.ranking.PredictedFunction;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class KafkaPredictionsTest {

    private static final String TOPIC = "predictions";

    private static PrefetchTask task(int partition, int round) {
        return PrefetchTask.listed(
                        Prediction.ofProbability("public.orders", partition, 1000, 2000, 0.25), 0)
                .inRound(round);
    }

    private static StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        1, new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        return env;
    }

    @Test
    void whatOneJobExpectsTheOtherHears() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopics(1, TOPIC);
            Configuration options = new Configuration();
            options.set(ForesnapOptions.STORAGE_ROOT, "file:///nowhere");
            options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers());
            options.set(ForesnapOptions.KAFKA_PREDICTIONS_TOPIC, TOPIC);
            Settings settings = new Settings(options);
            String topic = settings.predictionsTopic().orElseThrow();
            try (var producer =
                    new KafkaProducer<>(
                            Map.of("bootstrap.servers", kafka.bootstrapServers()),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                for (String odd : List.of("no json", "null", "{}", "[1]")) {
                    producer.send(
                            new ProducerRecord<>(topic, odd.getBytes(StandardCharsets.UTF_8)));
                }
                producer.send(new ProducerRecord<>(topic, new byte[] {1}, null)).get();
            }
            StreamExecutionEnvironment writing = environment();
            writing.fromData(task(0, 0), task(0, 1), task(3, 0))
                    .flatMap(new PredictedFunction())
                    .sinkTo(KafkaPredictions.sink(settings, topic));
            writing.execute();

            List<PredictedRequest> heard = new ArrayList<>();
            try (CloseableIterator<PredictedRequest> arriving =
                    environment()
                            .fromSource(
                                    KafkaPredictions.source(settings, topic),
                                    WatermarkStrategy.noWatermarks(),
                                    "predictions")
                            .executeAndCollect()) {
                heard.add(arriving.next());
                heard.add(arriving.next());
            }

            assertThat(heard)
                    .containsExactly(
                            new PredictedRequest("public.orders", 0, 1000, 2000, 0.25),
                            new PredictedRequest("public.orders", 3, 1000, 2000, 0.25));
        }
    }
}
