package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.Catalog;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.local.EmbeddedKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code archive} as its user sees it. */
class ArchiveCommandTest {

    private static final String TOPIC = "shop.public.orders";

    @TempDir Path root;

    private record Outcome(int code, String out, String err) {}

    private Outcome archive(String servers, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "archive",
                                "--bootstrap-servers",
                                servers,
                                "--root",
                                root.toString(),
                                "-Drest.port=0",
                                "-Dexecution.checkpointing.interval=500ms",
                                "-Darchive.segment-age=500ms"));
        arguments.addAll(Arrays.asList(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Foresnap.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private static void produce(EmbeddedKafka kafka, int from, int to) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int id = from; id < to; id++) {
                String value =
                        """
                        {"before":null,"after":{"id":%d},"source":{"ts_ms":%d,"schema":"public",\
                        "table":"orders","txId":%d,"lsn":%d},"op":"c","ts_ms":1}"""
                                .formatted(id, System.currentTimeMillis(), id, id);
                producer.send(
                        new ProducerRecord<>(
                                TOPIC,
                                ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8),
                                value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private long archivedTo() throws Exception {
        try (Storage storage = Storage.open(root.toString())) {
            var log = Catalog.partition(storage, new TablePartition("public.orders", 0));
            return log.chainFrom(0).end();
        }
    }

    @Test
    void archivesUntilItsTimeIsOverAndGoesOnWhereTheLogEnds() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopics(1, TOPIC);
            produce(kafka, 0, 20);

            Outcome first = archive(kafka.bootstrapServers(), "--topics", TOPIC, "--for", "15s");

            assertThat(first.code()).as(first.err()).isZero();
            assertThat(first.out()).contains("Archiving. Flink dashboard: http");
            assertThat(archivedTo()).isEqualTo(20);

            produce(kafka, 20, 25);
            Outcome second =
                    archive(
                            kafka.bootstrapServers(),
                            "--topic-pattern",
                            "shop\\.public\\..*",
                            "--for",
                            "15s");

            assertThat(second.code()).as(second.err()).isZero();
            assertThat(second.out()).contains("5 events archived, 0 repeated");
            assertThat(archivedTo()).isEqualTo(25);
        }
    }

    @Test
    void namesATopicThatIsNotThere() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Outcome outcome = archive(kafka.bootstrapServers(), "--topics", TOPIC);

            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.err())
                    .isEqualToIgnoringNewLines(
                            "foresnap: there is no topic 'shop.public.orders' at "
                                    + kafka.bootstrapServers());
        }
    }

    @Test
    void saysThatAPatternIsNoneBeforeAnythingStarts() {
        Outcome outcome = archive("nowhere:1", "--topic-pattern", "[");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("archive.topic-pattern is no regular expression");
    }
}
