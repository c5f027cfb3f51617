package io.foresnap.export;

import io.foresnap.table.Column;
import io.foresnap.table.Encoding;
import io.foresnap.table.PlainText;
import io.foresnap.table.UnfitValueException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Hands decoded rows to Parquet. Not by way of Avro records, for Avro allows few names (a column
 * may be called anything) and no nanoseconds.
 */
final class ParquetRows extends WriteSupport<@Nullable Object[]> {

    private static final long NANOS_OF_SECOND = 1_000_000_000L;

    private final List<Column> columns;
    private final Map<String, String> metadata;
    private final MessageType schema;
    private @Nullable RecordConsumer out;

    ParquetRows(List<Column> columns, Map<String, String> metadata) {
        this.columns = columns;
        this.metadata = metadata;
        this.schema = ParquetSchema.of(columns);
    }

    @Override
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        this.out = consumer;
    }

    @Override
    public void write(@Nullable Object[] values) {
        RecordConsumer to = Objects.requireNonNull(out);
        to.startMessage();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                Column column = columns.get(i);
                to.startField(column.name(), i);
                write(to, column, schema.getType(i), value);
                to.endField(column.name(), i);
            }
        }
        to.endMessage();
    }

    private static void write(RecordConsumer to, Column column, Type type, Object value) {
        switch (column.kind()) {
            case BOOLEAN -> to.addBoolean((Boolean) value);
            case INT -> to.addInteger((Integer) value);
            case LONG -> to.addLong((Long) value);
            case FLOAT -> to.addFloat((Float) value);
            case DOUBLE -> to.addDouble((Double) value);
            case STRING, JSON -> to.addBinary(Binary.fromString((String) value));
            case BYTES -> to.addBinary(Binary.fromConstantByteArray((byte[]) value));
            case DATE -> to.addInteger(Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> to.addLong(units(column, value));
            case DECIMAL -> decimal(to, type.asPrimitiveType(), (BigDecimal) value);
            case ARRAY -> list(to, column, type, (List<?>) value);
        }
    }

    private static long units(Column column, Object value) {
        long nanos;
        long seconds;
        if (value instanceof LocalTime time) {
            seconds = time.toSecondOfDay();
            nanos = time.getNano();
        } else {
            Instant instant =
                    value instanceof Instant i
                            ? i
                            : ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
            seconds = instant.getEpochSecond();
            nanos = instant.getNano();
        }
        long perSecond = column.encoding() == Encoding.NANOS ? NANOS_OF_SECOND : 1_000_000L;
        long nanosPerUnit = NANOS_OF_SECOND / perSecond;
        if (nanos % nanosPerUnit != 0) {
            throw unfit(column, value, "Parquet would keep microseconds only");
        }
        try {
            return Math.addExact(Math.multiplyExact(seconds, perSecond), nanos / nanosPerUnit);
        } catch (ArithmeticException e) {
            throw unfit(column, value, "it is out of Parquet's range");
        }
    }

    private static UncheckedIOException unfit(Column column, Object value, String reason) {
        String text = String.valueOf(PlainText.of(value));
        return new UncheckedIOException(
                new UnfitValueException(column.name(), column.typeName(), text, reason));
    }

    private static void decimal(RecordConsumer to, PrimitiveType type, BigDecimal value) {
        switch (type.getPrimitiveTypeName()) {
            case INT32 -> to.addInteger(scaled(type, value).intValueExact());
            case INT64 -> to.addLong(scaled(type, value).longValueExact());
            case FIXED_LEN_BYTE_ARRAY ->
                    to.addBinary(
                            Binary.fromConstantByteArray(
                                    padded(scaled(type, value), type.getTypeLength())));
            default -> to.addBinary(Binary.fromString(value.toPlainString()));
        }
    }

    private static BigInteger scaled(PrimitiveType type, BigDecimal value) {
        return value.setScale(ParquetSchema.scale(type)).unscaledValue();
    }

    /** Big-endian two's complement in so many bytes. */
    private static byte[] padded(BigInteger value, int length) {
        byte[] shortest = value.toByteArray();
        byte[] padded = new byte[length];
        if (value.signum() < 0) {
            Arrays.fill(padded, (byte) -1);
        }
        System.arraycopy(shortest, 0, padded, length - shortest.length, shortest.length);
        return padded;
    }

    private static void list(RecordConsumer to, Column column, Type type, List<?> values) {
        Column element = Objects.requireNonNull(column.element()).named("element");
        Type repeated = type.asGroupType().getType(0);
        to.startGroup();
        if (!values.isEmpty()) {
            to.startField("list", 0);
            for (Object value : values) {
                to.startGroup();
                if (value != null) {
                    to.startField("element", 0);
                    write(to, element, repeated.asGroupType().getType(0), value);
                    to.endField("element", 0);
                }
                to.endGroup();
            }
            to.endField("list", 0);
        }
        to.endGroup();
    }
}
