package io.foresnap.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.foresnap.changelog.SegmentName;
import io.foresnap.changelog.TableIds;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads Debezium change events from JSON, with or without the converter's schema beside the
 * payload. Key and rows are cut out as the bytes they came in and never decoded.
 */
public final class DebeziumParser {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    /** A part of the input: an object, a scalar, or null. */
    private record Slice(byte[] data, int from, int to) {
        byte @Nullable [] bytes() {
            return isNull() ? null : Arrays.copyOfRange(data, from, to);
        }

        boolean isNull() {
            return to - from == 4 && data[from] == 'n';
        }
    }

    /** The fields of an envelope that count. */
    private static final class Envelope {
        @Nullable String op;
        @Nullable Slice before;
        @Nullable Slice after;
        @Nullable Slice source;
        @Nullable Slice payload;
        long capturedMs;
    }

    /** The fields of a source block that count. */
    private static final class Source {
        @Nullable Long tsMs;
        @Nullable String db;
        @Nullable String schema;
        @Nullable String table;
        @Nullable String tx;
        @Nullable Long lsn;
    }

    /**
     * Parses a line {@code {"key": ..., "value": ...}}.
     *
     * @return empty for a tombstone, and for a logical message, which changes no row
     * @throws MalformedEventException when it is no change event
     */
    public Optional<DebeziumEvent> parse(byte[] line) throws MalformedEventException {
        Slice key = null;
        Slice value = null;
        try (JsonParser json = object(line, 0, line.length, "a line")) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                Slice slice = value(json, line, 0);
                if ("key".equals(name)) {
                    key = slice;
                } else if ("value".equals(name)) {
                    value = slice;
                }
            }
            if (json.nextToken() != null) {
                throw new MalformedEventException("something follows the line's JSON object");
            }
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (MalformedEventException e) {
            throw e;
        } catch (IOException e) {
            throw new MalformedEventException(String.valueOf(e.getMessage()), e);
        }
        if (value == null) {
            throw new MalformedEventException("the line has no \"value\"");
        }
        return parse(key, value);
    }

    /**
     * Parses a message's key and value.
     *
     * @param key null where the table has none
     * @param value null for a tombstone
     */
    public Optional<DebeziumEvent> parse(byte @Nullable [] key, byte @Nullable [] value)
            throws MalformedEventException {
        if (value == null) {
            return Optional.empty();
        }
        return parse(
                key == null ? null : new Slice(key, 0, key.length),
                new Slice(value, 0, value.length));
    }

    private Optional<DebeziumEvent> parse(@Nullable Slice key, Slice value)
            throws MalformedEventException {
        if (value.isNull()) {
            return Optional.empty();
        }
        try {
            Envelope envelope = envelope(value);
            if (envelope.op == null && envelope.payload != null) {
                if (envelope.payload.isNull()) {
                    return Optional.empty();
                }
                envelope = envelope(envelope.payload);
            }
            if ("m".equals(envelope.op)) {
                return Optional.empty();
            }
            return Optional.of(event(key, value, envelope));
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (MalformedEventException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedEventException(String.valueOf(e.getMessage()), e);
        }
    }

    private static DebeziumEvent event(@Nullable Slice key, Slice value, Envelope envelope)
            throws IOException {
        if (envelope.op == null) {
            throw new MalformedEventException("the event has no \"op\"");
        }
        if (envelope.source == null || envelope.source.isNull()) {
            throw new MalformedEventException("the event has no \"source\"");
        }
        Op op = Op.of(envelope.op);
        Source source = source(envelope.source);
        if (source.tsMs == null) {
            throw new MalformedEventException("the event has no \"source.ts_ms\"");
        }
        if (source.tsMs < 0 || source.tsMs > SegmentName.GREATEST_MS) {
            throw new MalformedEventException(
                    "\"source.ts_ms\" is no time in epoch milliseconds: " + source.tsMs);
        }
        if (source.table == null) {
            throw new MalformedEventException("the event has no \"source.table\"");
        }
        String space = source.schema != null ? source.schema : source.db;
        String table = space == null ? source.table : space + "." + source.table;
        TableIds.validate("table", table);
        byte[] keyBytes = op == Op.TRUNCATE || key == null ? null : unwrap(key).bytes();
        byte[] before = envelope.before == null ? null : envelope.before.bytes();
        byte[] after = envelope.after == null ? null : envelope.after.bytes();
        if (op != Op.DELETE && op != Op.TRUNCATE && after == null) {
            throw new MalformedEventException(
                    "an event with op " + op.code() + " has no \"after\"");
        }
        ChangeEvent change =
                new ChangeEvent(
                        -1, source.tsMs, op, keyBytes, before, after, source.tx, source.lsn);
        return new DebeziumEvent(
                table, change, hash(envelope.source), hash(value), envelope.capturedMs);
    }

    private static Envelope envelope(Slice value) throws IOException {
        Envelope envelope = new Envelope();
        try (JsonParser json = object(value.data, value.from, value.to, "a value")) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                Slice slice = value(json, value.data, value.from);
                switch (name) {
                    case "op" -> envelope.op = json.getValueAsString();
                    case "before" -> envelope.before = slice;
                    case "after" -> envelope.after = slice;
                    case "source" -> envelope.source = slice;
                    case "payload" -> envelope.payload = slice;
                    case "ts_ms" -> envelope.capturedMs = json.getValueAsLong();
                    default -> {}
                }
            }
        }
        return envelope;
    }

    private static Source source(Slice slice) throws IOException {
        Source source = new Source();
        try (JsonParser json = object(slice.data, slice.from, slice.to, "\"source\"")) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                boolean isNumber = json.currentToken().isNumeric();
                switch (name) {
                    case "ts_ms" -> source.tsMs = isNumber ? json.getLongValue() : null;
                    case "db" -> source.db = json.getValueAsString();
                    case "schema" -> source.schema = json.getValueAsString();
                    case "table", "collection" -> source.table = json.getValueAsString();
                    case "txId", "gtid" -> source.tx = firstOf(source.tx, json.getValueAsString());
                    case "lsn" -> source.lsn = isNumber ? json.getLongValue() : null;
                    default -> json.skipChildren();
                }
            }
        }
        return source;
    }

    private static @Nullable String firstOf(@Nullable String a, @Nullable String b) {
        return a != null ? a : b;
    }

    /** What a converter with schemas wraps: {@code {"schema": ..., "payload": ...}}. */
    private static Slice unwrap(Slice key) throws IOException {
        if (key.isNull() || key.data[key.from] != '{') {
            return key;
        }
        Slice payload = null;
        boolean hasSchema = false;
        int fields = 0;
        try (JsonParser json = object(key.data, key.from, key.to, "a key")) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                fields++;
                String name = json.currentName();
                Slice slice = value(json, key.data, key.from);
                if ("payload".equals(name)) {
                    payload = slice;
                }
                hasSchema |= "schema".equals(name);
            }
        }
        return fields == 2 && hasSchema && payload != null ? payload : key;
    }

    private static JsonParser object(byte[] data, int from, int to, String what)
            throws IOException {
        JsonParser json = FACTORY.createParser(data, from, to - from);
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedEventException(what + " must be a JSON object");
        }
        return json;
    }

    /** The current field's value, with the parser left on it (a scalar) or at its end. */
    private static Slice value(JsonParser json, byte[] data, int from) throws IOException {
        json.nextToken();
        int start = from + (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        json.finishToken();
        return new Slice(data, start, from + (int) json.currentLocation().getByteOffset());
    }

    private static MalformedEventException malformed(JsonProcessingException e) {
        return new MalformedEventException("not JSON: " + e.getOriginalMessage(), e);
    }

    private static long hash(Slice slice) {
        long hash = 0xcbf29ce484222325L;
        for (int i = slice.from; i < slice.to; i++) {
            hash = (hash ^ slice.data[i]) * 0x100000001b3L;
        }
        return hash;
    }
}
