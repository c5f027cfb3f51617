package io.foresnap.local.demo.changes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes changes as lines of Debezium's JSON, as its PostgreSQL connector does. */
public final class DebeziumJson {

    /** The capture program is always some milliseconds behind the commit. */
    private static final long CAPTURE_DELAY_MS = 180;

    private final String schema;
    private final String table;

    /** For a table id with or without a schema. */
    public DebeziumJson(String tableId) {
        int dot = tableId.indexOf('.');
        this.schema = dot < 0 ? "public" : tableId.substring(0, dot);
        this.table = tableId.substring(dot + 1);
    }

    /** The change as one line. */
    public byte[] line(Change change) {
        return "{\"key\":%s,\"value\":%s}"
                .formatted(change.key(), value(change))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The change's envelope alone. */
    public String value(Change change) {
        // A delete tells the old key, as with REPLICA IDENTITY DEFAULT.
        String before = change.op() == 'd' ? change.key() : null;
        return """
                {"before":%s,"after":%s,"source":{"version":"3.6.1.Final",\
                "connector":"postgresql","name":"demo","ts_ms":%d,"snapshot":"%s","db":"demo",\
                "schema":%s,"table":%s,"txId":%d,"lsn":%d,"xmin":null},"transaction":null,\
                "op":"%s","ts_ms":%d}"""
                .formatted(
                        before,
                        change.after(),
                        change.tsMs(),
                        change.op() == 'r',
                        quoted(schema),
                        quoted(table),
                        change.tx(),
                        change.lsn(),
                        change.op(),
                        change.tsMs() + CAPTURE_DELAY_MS);
    }

    /** The tombstone that follows a delete. */
    public byte[] tombstone(@Nullable String key) {
        return ("{\"key\":" + key + ",\"value\":null}").getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
