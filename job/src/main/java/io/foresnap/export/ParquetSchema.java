package io.foresnap.export;

import io.foresnap.table.Column;
import io.foresnap.table.Encoding;
import io.foresnap.table.Kind;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Columns as Parquet types. Every column is optional: columns come and go in a change stream. */
final class ParquetSchema {

    /** What readers of Parquet can hold; longer decimals are written as text. */
    static final int MAX_PRECISION = 38;

    private static final int INT_DIGITS = 9;
    private static final int LONG_DIGITS = 18;

    static MessageType of(List<Column> columns) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (Column column : columns) {
            message.addField(field(column));
        }
        return message.named("row");
    }

    private static Type field(Column column) {
        return switch (column.kind()) {
            case BOOLEAN -> of(column, PrimitiveTypeName.BOOLEAN, null);
            case INT -> of(column, PrimitiveTypeName.INT32, null);
            case LONG -> of(column, PrimitiveTypeName.INT64, null);
            case FLOAT -> of(column, PrimitiveTypeName.FLOAT, null);
            case DOUBLE -> of(column, PrimitiveTypeName.DOUBLE, null);
            case BYTES -> of(column, PrimitiveTypeName.BINARY, null);
            case STRING -> of(column, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
            case JSON -> of(column, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.jsonType());
            case DATE -> of(column, PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType());
            case TIME ->
                    of(
                            column,
                            PrimitiveTypeName.INT64,
                            LogicalTypeAnnotation.timeType(false, unit(column)));
            case TIMESTAMP, TIMESTAMP_TZ ->
                    of(
                            column,
                            PrimitiveTypeName.INT64,
                            LogicalTypeAnnotation.timestampType(
                                    column.kind() == Kind.TIMESTAMP_TZ, unit(column)));
            case DECIMAL -> decimal(column);
            case ARRAY -> list(column);
        };
    }

    private static Type of(
            Column column, PrimitiveTypeName primitive, @Nullable LogicalTypeAnnotation logical) {
        return Types.optional(primitive).as(logical).named(column.name());
    }

    static TimeUnit unit(Column column) {
        return column.encoding() == Encoding.NANOS ? TimeUnit.NANOS : TimeUnit.MICROS;
    }

    static int precision(Column column) {
        return Math.max(Math.max(column.precision(), column.scale()), 1);
    }

    private static Type decimal(Column column) {
        int precision = precision(column);
        if (column.scale() < 0 || precision > MAX_PRECISION) {
            return of(column, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
        }
        LogicalTypeAnnotation logical =
                LogicalTypeAnnotation.decimalType(column.scale(), precision);
        if (precision <= INT_DIGITS) {
            return of(column, PrimitiveTypeName.INT32, logical);
        }
        if (precision <= LONG_DIGITS) {
            return of(column, PrimitiveTypeName.INT64, logical);
        }
        return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(bytesFor(precision))
                .as(logical)
                .named(column.name());
    }

    /** The scale of a decimal. */
    static int scale(PrimitiveType type) {
        return ((DecimalLogicalTypeAnnotation) type.getLogicalTypeAnnotation()).getScale();
    }

    /** Bytes that the two's complement of any number of so many digits needs. */
    private static int bytesFor(int precision) {
        return java.math.BigInteger.TEN.pow(precision).bitLength() / Byte.SIZE + 1;
    }

    private static Type list(Column column) {
        Column element = Objects.requireNonNull(column.element()).named("element");
        return Types.optionalList().element(field(element)).named(column.name());
    }

    private ParquetSchema() {}
}
