package io.foresnap.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declared types: column files, Debezium's schemas, and what is wrong with either. */
class ColumnFileTest {

    @TempDir Path folder;

    @Test
    void tablesAreKnownByIdOrByBareName() throws IOException {
        ColumnFile file =
                read(
                        "{\"a.t\":{\"columns\":[{\"name\":\"x\",\"type\":\"Character Varying(20)\","
                                + "\"not_null\":true}],\"pk\":[\"x\"]},\"u\":{\"columns\":[]}}");

        Column x = file.table("a.t").columns().get(0);
        assertThat(x.kind()).isEqualTo(Kind.STRING);
        assertThat(x.sqlType()).isEqualTo("character varying(20)");
        assertThat(x.notNull()).isTrue();
        assertThat(file.table("a.t").primaryKey()).containsExactly("x");
        assertThat(file.table("b.u").columns()).isEmpty();
        assertThatThrownBy(() -> file.table("b.t"))
                .hasMessageContaining("does not describe table b.t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "numeric(12,2) | | DECIMAL | BASE64",
                "NUMERIC | string | DECIMAL | STRING",
                "timestamp(3) without time zone | | TIMESTAMP | MILLIS",
                "timestamp without time zone | | TIMESTAMP | MICROS",
                "timestamp with time zone | | TIMESTAMP_TZ | STRING",
                "time(0) without time zone | | TIME | MILLIS",
                "date | | DATE | DAYS",
                "bytea | hex | BYTES | HEX",
                "jsonb | | JSON | STRING",
                "interval | | LONG | PLAIN",
                "interval | string | STRING | PLAIN",
                "bit(1) | | BOOLEAN | PLAIN",
                "mood | string | STRING | PLAIN",
                "text[] | | ARRAY | PLAIN"
            })
    void typesHaveTheEncodingsOfDebezium(
            String type, String encoding, Kind kind, Encoding expected) {
        Column column = SqlTypes.parse("c", type, encoding == null ? null : Encoding.of(encoding));

        assertThat(column.kind()).isEqualTo(kind);
        assertThat(column.encoding()).isEqualTo(expected);
    }

    @Test
    void debeziumsSchemaTellsTypesAndKey() throws IOException {
        ColumnFile file =
                read(
                        """
                        {"key":{"schema":{"type":"struct","fields":[
                           {"type":"int32","optional":false,"field":"id"}]},"payload":{"id":1}},
                         "value":{"schema":{"type":"struct","fields":[
                          {"type":"struct","optional":true,"field":"after","fields":[
                           {"type":"int32","optional":false,"field":"id"},
                           {"type":"bytes","optional":true,"field":"amount","version":1,
                            "name":"org.apache.kafka.connect.data.Decimal",
                            "parameters":{"scale":"2","connect.decimal.precision":"12"}},
                           {"type":"int64","optional":true,"field":"at",
                            "name":"io.debezium.time.NanoTimestamp"},
                           {"type":"array","optional":true,"field":"tags",
                            "items":{"type":"string","optional":true}}]}]},
                         "payload":{"op":"c","source":{"schema":"s","table":"t"}}}}
                        """);

        List<Column> columns = file.table("s.t").columns();
        assertThat(columns).extracting(Column::name).containsExactly("id", "amount", "at", "tags");
        assertThat(columns)
                .extracting(Column::kind)
                .containsExactly(Kind.INT, Kind.DECIMAL, Kind.TIMESTAMP, Kind.ARRAY);
        assertThat(columns.get(0).notNull()).isTrue();
        assertThat(columns.get(1).typeName()).isEqualTo("decimal(12,2)");
        assertThat(columns.get(2).encoding()).isEqualTo(Encoding.NANOS);
        assertThat(file.table("s.t").primaryKey()).containsExactly("id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{ | is not JSON at line 1",
                "[] | must hold a JSON object",
                "{} | describes no table",
                "{\"t\":[]} | has no list \"columns\" for table t",
                "{\"t\":{\"columns\":[{\"name\":\"x\"}]}} | without \"name\" and \"type\" in table t",
                "{\"t\":{\"columns\":[{\"name\":\"x\",\"type\":\"mood\"}]}} | column x of table t: unknown type 'mood'",
                "{\"t\":{\"columns\":[{\"name\":\"x\",\"type\":\"text\",\"encoding\":\"rot13\"}]}} | unknown encoding 'rot13'",
                "{\"t\":{\"columns\":[],\"pk\":[\"x\"]}} | has no column x for the \"pk\" of t",
                "{\"key\":null,\"value\":{\"op\":\"c\",\"after\":{}}} | without schemas, which tell no types"
            })
    void whatIsWrongIsSaidInOneLine(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--columns: ")
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing.json");

        assertThatThrownBy(() -> ColumnFile.read(missing))
                .hasMessageContaining("--columns: no such file: " + missing);
    }

    private ColumnFile read(String text) throws IOException {
        return ColumnFile.read(Files.writeString(folder.resolve("columns.json"), text));
    }
}
