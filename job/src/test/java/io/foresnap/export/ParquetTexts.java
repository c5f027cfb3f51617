package io.foresnap.export;

import io.foresnap.table.PlainText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/** Values of Parquet's own reader as text, by the file's types alone. */
final class ParquetTexts {

    static String text(Group group, int field) {
        Type type = group.getType().getType(field);
        if (!type.isPrimitive()) {
            return list(group.getGroup(field, 0));
        }
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> number(logical, BigInteger.valueOf(group.getInteger(field, 0)));
            case INT64 -> number(logical, BigInteger.valueOf(group.getLong(field, 0)));
            case FIXED_LEN_BYTE_ARRAY ->
                    number(logical, new BigInteger(group.getBinary(field, 0).getBytes()));
            case BINARY ->
                    logical == null
                            ? String.valueOf(PlainText.of(group.getBinary(field, 0).getBytes()))
                            : group.getString(field, 0);
            default -> group.getValueToString(field, 0);
        };
    }

    private static String number(LogicalTypeAnnotation logical, BigInteger value) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(value, decimal.getScale()).toPlainString();
        }
        if (logical instanceof DateLogicalTypeAnnotation) {
            return LocalDate.ofEpochDay(value.longValue()).toString();
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            ChronoUnit unit =
                    timestamp.getUnit() == TimeUnit.NANOS ? ChronoUnit.NANOS : ChronoUnit.MICROS;
            Instant instant = Instant.EPOCH.plus(value.longValue(), unit);
            return timestamp.isAdjustedToUTC()
                    ? instant.toString()
                    : String.valueOf(
                            PlainText.of(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
        }
        return value.toString();
    }

    private static String list(Group group) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
            Group element = group.getGroup(0, i);
            texts.add(element.getFieldRepetitionCount(0) == 0 ? "null" : text(element, 0));
        }
        return texts.toString();
    }

    private ParquetTexts() {}
}
