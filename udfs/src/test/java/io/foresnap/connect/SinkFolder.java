package io.foresnap.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.archive.JsonLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes Debezium events as Kafka Connect does with the Avro converter and the HDFS sink: each
 * Kafka partition's values in files of so many records; tombstones have offsets, but are left out.
 */
final class SinkFolder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SOURCE =
            SchemaBuilder.record("Source")
                    .namespace("io.debezium.connector.postgresql")
                    .fields()
                    .optionalString("version")
                    .optionalString("connector")
                    .optionalString("name")
                    .requiredLong("ts_ms")
                    .optionalString("snapshot")
                    .optionalString("db")
                    .optionalString("sequence")
                    .requiredString("schema")
                    .requiredString("table")
                    .optionalLong("txId")
                    .optionalLong("lsn")
                    .optionalLong("xmin")
                    .endRecord();

    private final Path folder;
    private final String topic;
    private final Schema row;
    private final Schema envelope;
    private final int kafkaPartitions;
    private final int recordsPerFile;
    private final Map<Integer, List<GenericRecord>> open = new HashMap<>();
    private final Map<Integer, Long> starts = new HashMap<>();
    private final Map<Integer, Long> lasts = new HashMap<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final List<Path> written = new ArrayList<>();

    SinkFolder(
            Path folder, String topic, JsonNode columns, int kafkaPartitions, int recordsPerFile) {
        this.folder = folder;
        this.topic = topic;
        this.row = rowSchema(columns);
        this.envelope = envelopeSchema(row);
        this.kafkaPartitions = kafkaPartitions;
        this.recordsPerFile = recordsPerFile;
    }

    private static Schema rowSchema(JsonNode columns) {
        SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("Value").fields();
        for (JsonNode column : columns) {
            Schema type = typeOf(column.get("type").asText());
            fields.name(column.get("name").asText())
                    .type(Schema.createUnion(Schema.create(Schema.Type.NULL), type))
                    .withDefault(null);
        }
        return fields.endRecord();
    }

    private static Schema typeOf(String sql) {
        if (sql.startsWith("numeric")) {
            return LogicalTypes.decimal(12, 2).addToSchema(Schema.create(Schema.Type.BYTES));
        }
        return switch (sql) {
            case "bigint", "timestamp without time zone" -> Schema.create(Schema.Type.LONG);
            case "integer" -> Schema.create(Schema.Type.INT);
            case "boolean" -> Schema.create(Schema.Type.BOOLEAN);
            case "bytea" -> Schema.create(Schema.Type.BYTES);
            default -> Schema.create(Schema.Type.STRING);
        };
    }

    private static Schema envelopeSchema(Schema row) {
        Schema nullableRow = Schema.createUnion(Schema.create(Schema.Type.NULL), row);
        return SchemaBuilder.record("Envelope")
                .fields()
                .name("before")
                .type(nullableRow)
                .withDefault(null)
                .name("after")
                .type(nullableRow)
                .withDefault(null)
                .name("source")
                .type(SOURCE)
                .noDefault()
                .name("op")
                .type(Schema.createEnum("op", null, null, List.of("c", "r", "u", "d", "t")))
                .noDefault()
                .optionalLong("ts_ms")
                .endRecord();
    }

    /** Adds all events of a file of JSON lines. */
    void addAll(Path events) throws IOException {
        try (JsonLines lines = JsonLines.open(events)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                add(JSON.readTree(line));
            }
        }
    }

    void add(JsonNode event) throws IOException {
        int partition = Math.floorMod(event.get("key").hashCode(), kafkaPartitions);
        long offset = offsets.merge(partition, 1L, Long::sum) - 1;
        JsonNode value = event.get("value");
        if (value.isNull()) {
            return;
        }
        List<GenericRecord> records = open.computeIfAbsent(partition, p -> new ArrayList<>());
        if (records.isEmpty()) {
            starts.put(partition, offset);
        }
        records.add(record(envelope, value));
        lasts.put(partition, offset);
        if (records.size() == recordsPerFile) {
            roll(partition, records);
        }
    }

    /** Closes the open files. */
    List<Path> finish() throws IOException {
        for (Map.Entry<Integer, List<GenericRecord>> left : open.entrySet()) {
            if (!left.getValue().isEmpty()) {
                roll(left.getKey(), left.getValue());
            }
        }
        return written;
    }

    private void roll(int partition, List<GenericRecord> records) throws IOException {
        Path directory = folder.resolve(topic).resolve("partition=" + partition);
        Files.createDirectories(directory);
        Path file =
                directory.resolve(
                        String.format(
                                "%s+%d+%010d+%010d.avro",
                                topic, partition, starts.get(partition), lasts.get(partition)));
        try (DataFileWriter<Object> writer =
                new DataFileWriter<>(new GenericDatumWriter<>(envelope))) {
            writer.setCodec(CodecFactory.deflateCodec(1));
            writer.create(envelope, file.toFile());
            for (GenericRecord record : records) {
                writer.append(record);
            }
        }
        records.clear();
        written.add(file);
    }

    private static @Nullable Object datum(Schema schema, @Nullable JsonNode json) {
        return json == null || json.isNull() ? null : value(schema, json);
    }

    private static @Nullable Object value(Schema schema, JsonNode json) {
        return switch (schema.getType()) {
            case UNION -> datum(schema.getTypes().get(1), json);
            case RECORD -> record(schema, json);
            case ENUM -> new GenericData.EnumSymbol(schema, json.asText());
            case BYTES -> ByteBuffer.wrap(Base64.getDecoder().decode(json.asText()));
            case LONG -> json.longValue();
            case INT -> json.intValue();
            case BOOLEAN -> json.booleanValue();
            default -> json.asText();
        };
    }

    private static GenericRecord record(Schema schema, JsonNode json) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), datum(field.schema(), json.get(field.name())));
        }
        return record;
    }
}
