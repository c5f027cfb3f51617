package io.foresnap.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.WithoutKryo;
import io.foresnap.archive.DebeziumEvent;
import io.foresnap.archive.Redelivery;
import io.foresnap.changelog.StagedSegment;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between the archiving operators, and their state, goes without Kryo. */
class RecordsTest {

    private static final TablePartition OF = new TablePartition("public.orders", 3);
    private static final ChangeEvent FULL =
            new ChangeEvent(
                    1, 2, Op.UPDATE, new byte[] {3}, new byte[] {4}, new byte[] {5}, "6", 7L);
    private static final ChangeEvent TRUNCATE =
            new ChangeEvent(1, 2, Op.TRUNCATE, null, null, null, null, null);

    static List<Object> records() {
        return List.of(
                OpenSegment.UNKNOWN,
                OpenSegment.behind(5, 6, 7).past(9).with("public.orders", 10, 11, 12),
                new Staged(OF, 2, null, List.of(), 3, Long.MIN_VALUE),
                new Staged(
                        OF,
                        2,
                        new StagedSegment(".pending-1", "name.avro", 99),
                        List.of(TRUNCATE, FULL),
                        3,
                        4),
                new Arrival(OF, "shop.public.orders", 9, null),
                new Arrival(
                        OF,
                        "shop.public.orders",
                        9,
                        new DebeziumEvent("public.orders", FULL, 1, 2, 3)),
                new ReadUpTo(OF, 3, 0, -1, Long.MIN_VALUE),
                new RejectedEvent("t", 1, 2, "why", null),
                new RejectedEvent("t", 1, 2, "why", "text"),
                new SourceRecord("t", 1, 2, null, null),
                new SourceRecord("t", 1, 2, new byte[] {1}, new byte[] {2, 3}),
                new ArchiveFunction.Fingerprint(1, -2),
                new Redelivery.Bulk(null, 1, 2),
                new Redelivery.Bulk("tx", 1, 2),
                FULL,
                TRUNCATE);
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordComesBackAsItWas(Record record) throws IOException {
        assertThat(Objects.requireNonNull(roundTrip(record)))
                .usingRecursiveComparison()
                .isEqualTo(record);
    }

    @SuppressWarnings("unchecked")
    private static <T> T roundTrip(T value) throws IOException {
        return WithoutKryo.roundTrip((Class<T>) value.getClass(), value);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OpenSegment.class,
                Staged.class,
                Arrival.class,
                ReadUpTo.class,
                RejectedEvent.class,
                SourceRecord.class,
                ArchiveFunction.Fingerprint.class,
                Redelivery.Bulk.class,
            })
    void noFieldAtAnyDepthNeedsKryo(Class<?> type) {
        WithoutKryo.assertAtAnyDepth(type);
    }
}
