package io.foresnap.ingest;

import static io.foresnap.ingest.ArchiveHarness.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each record becomes an arrival, whatever is in it. */
@SuppressWarnings("NullAway.Init")
class ReadEventFunctionTest {

    private static final String VALUE =
            """
            {"before":null,"after":{"id":1},"source":{"ts_ms":5,"schema":"public",\
            "table":"orders","txId":6,"lsn":7},"op":"c","ts_ms":8}""";

    private OneInputStreamOperatorTestHarness<SourceRecord, Arrival> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new ReadEventFunction()));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private Arrival read(@Nullable String key, @Nullable String value) throws Exception {
        harness.processElement(new SourceRecord(TOPIC, 2, 3, bytes(key), bytes(value)), 0);
        List<Arrival> arrivals = harness.extractOutputValues();
        Arrival arrival = arrivals.get(arrivals.size() - 1);
        assertThat(arrival.of()).isEqualTo(StagedTable.partition(2));
        assertThat(arrival.offset()).isEqualTo(3);
        return arrival;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static ChangeEvent change(Arrival arrival) {
        return Objects.requireNonNull(arrival.event()).change();
    }

    @Test
    void withAndWithoutSchemasItIsTheSameEvent() throws Exception {
        ChangeEvent bare = change(read("{\"id\":1}", VALUE));
        ChangeEvent wrapped =
                change(
                        read(
                                "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"id\":1}}",
                                "{\"schema\":{\"name\":\"Envelope\"},\"payload\":" + VALUE + "}"));

        assertThat(wrapped).usingRecursiveComparison().isEqualTo(bare);
        assertThat(bare.key()).asString(StandardCharsets.UTF_8).isEqualTo("{\"id\":1}");
        assertThat(bare.after()).asString(StandardCharsets.UTF_8).isEqualTo("{\"id\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"schema\":null,\"payload\":null}"})
    void aKeyOfNothingIsNoKey(String key) throws Exception {
        assertThat(change(read(key, VALUE)).key()).isNull();
    }

    @Test
    void aTableWithoutKeyHasNone() throws Exception {
        assertThat(change(read(null, VALUE)).key()).isNull();
        assertThat(change(read(null, VALUE.replace("\"c\"", "\"t\""))).op()).isEqualTo(Op.TRUNCATE);
    }

    @Test
    void aTombstoneHoldsNothing() throws Exception {
        assertThat(read("{\"id\":1}", null).event()).isNull();
        assertThat(harness.getSideOutput(ReadEventFunction.REJECTED)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{}", "{\"op\":\"x\",\"source\":{}}", "\u0000"})
    void whatIsNoEventIsRejectedWithItsPlaceAndCovered(String value) throws Exception {
        assertThat(read("{\"id\":1}", value).event()).isNull();

        assertThat(Objects.requireNonNull(harness.getSideOutput(ReadEventFunction.REJECTED)))
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.getValue().place()).isEqualTo(TOPIC + "-2-3");
                            assertThat(r.getValue().reason()).isNotBlank();
                            assertThat(r.getValue().value()).isEqualTo(value);
                        });
    }

    @Test
    void twoTopicsOfOneTableAreRefused() {
        TopicTables.requireOneEach(List.of("a.public.orders", "b.sales.orders"));

        assertThatThrownBy(
                        () ->
                                TopicTables.requireOneEach(
                                        List.of("a.public.orders", "b.public.orders")))
                .hasMessageContaining("'a.public.orders' and 'b.public.orders'")
                .hasMessageContaining("public.orders: only one");
    }
}
