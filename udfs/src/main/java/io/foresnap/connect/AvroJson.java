package io.foresnap.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro data as the JSON that Kafka's JSON converter makes of the same data: bytes (decimals too) in
 * Base64, dates and times as the numbers they are, enumerations as text, unions as what they hold.
 */
final class AvroJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private AvroJson() {}

    static byte[] of(@Nullable Object datum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(json, datum);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, @Nullable Object datum) throws IOException {
        if (datum == null) {
            json.writeNull();
        } else if (datum instanceof IndexedRecord record) {
            writeRecord(json, record);
        } else if (datum instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (datum instanceof Collection<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, item);
            }
            json.writeEndArray();
        } else {
            writeScalar(json, datum);
        }
    }

    private static void writeRecord(JsonGenerator json, IndexedRecord record) throws IOException {
        json.writeStartObject();
        for (Schema.Field field : record.getSchema().getFields()) {
            json.writeFieldName(field.name());
            write(json, record.get(field.pos()));
        }
        json.writeEndObject();
    }

    private static void writeScalar(JsonGenerator json, Object datum) throws IOException {
        if (datum instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (datum instanceof Integer number) {
            json.writeNumber(number);
        } else if (datum instanceof Long number) {
            json.writeNumber(number);
        } else if (datum instanceof Float number) {
            json.writeNumber(number);
        } else if (datum instanceof Double number) {
            json.writeNumber(number);
        } else if (datum instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            json.writeBinary(bytes);
        } else if (datum instanceof GenericFixed fixed) {
            json.writeBinary(fixed.bytes());
        } else if (datum instanceof CharSequence
                || datum instanceof Enum<?>
                || datum instanceof org.apache.avro.generic.GenericEnumSymbol<?>) {
            json.writeString(datum.toString());
        } else {
            throw new AvroRuntimeException("no JSON for " + datum.getClass().getName());
        }
    }
}
