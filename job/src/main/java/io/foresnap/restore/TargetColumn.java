package io.foresnap.restore;

import io.foresnap.table.Column;
import io.foresnap.table.Kind;
import io.foresnap.table.PlainText;
import io.foresnap.table.UnfitValueException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table that is restored, and how values get into it. Databases round what has too
 * many digits without a word; here that is refused.
 *
 * @param name as the database has it
 * @param family what it can hold
 * @param jdbcType one of {@link Types}
 * @param typeName the database's name of its type
 * @param digits digits behind the point that a decimal or a time keeps; -1 for all
 * @param isPostgres whether the database is PostgreSQL
 */
record TargetColumn(
        String name, Family family, int jdbcType, String typeName, int digits, boolean isPostgres) {

    /** What a column can hold. */
    enum Family {
        BOOLEAN(Kind.BOOLEAN),
        INTEGER(Kind.INT, Kind.LONG, Kind.DECIMAL),
        DECIMAL(Kind.INT, Kind.LONG, Kind.DECIMAL, Kind.DOUBLE, Kind.FLOAT),
        REAL(Kind.INT, Kind.FLOAT, Kind.DOUBLE),
        DOUBLE(Kind.INT, Kind.LONG, Kind.FLOAT, Kind.DOUBLE),
        TEXT(Kind.STRING, Kind.JSON, Kind.ARRAY),
        BYTES(Kind.BYTES),
        DATE(Kind.DATE),
        TIME(Kind.TIME),
        TIMESTAMP(Kind.TIMESTAMP),
        TIMESTAMP_TZ(Kind.TIMESTAMP_TZ),
        JSON(Kind.JSON, Kind.STRING),
        OTHER(Kind.STRING, Kind.JSON, Kind.ARRAY);

        private final List<Kind> kinds;

        Family(Kind... kinds) {
            this.kinds = List.of(kinds);
        }

        /** By the JDBC type and the database's own name of the type. */
        static Family of(int jdbcType, String typeName) {
            return switch (typeName.toLowerCase(java.util.Locale.ROOT)) {
                case "timestamptz" -> TIMESTAMP_TZ;
                case "timetz", "time with time zone", "money" -> OTHER;
                case "json", "jsonb" -> JSON;
                default -> of(jdbcType);
            };
        }

        private static Family of(int jdbcType) {
            return switch (jdbcType) {
                case Types.BOOLEAN, Types.BIT -> BOOLEAN;
                case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> INTEGER;
                case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
                case Types.REAL -> REAL;
                case Types.FLOAT, Types.DOUBLE -> DOUBLE;
                case Types.CHAR,
                        Types.VARCHAR,
                        Types.LONGVARCHAR,
                        Types.CLOB,
                        Types.NCHAR,
                        Types.NVARCHAR,
                        Types.LONGNVARCHAR,
                        Types.NCLOB ->
                        TEXT;
                case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BYTES;
                case Types.DATE -> DATE;
                case Types.TIME -> TIME;
                case Types.TIMESTAMP -> TIMESTAMP;
                case Types.TIMESTAMP_WITH_TIMEZONE -> TIMESTAMP_TZ;
                default -> OTHER;
            };
        }
    }

    /** Refuses a column whose values are of another kind than this column holds. */
    void require(Column source, String table) throws IOException {
        if (!family.kinds.contains(source.kind())) {
            throw new IOException(
                    table
                            + ": column "
                            + name
                            + " is "
                            + typeName
                            + ", but the backup's values are "
                            + source.typeName()
                            + (source.declared()
                                    ? ""
                                    : " by the look of them: --columns can tell their type"));
        }
    }

    /** Sets a parameter; what would be stored as another value is refused. */
    void bind(PreparedStatement insert, int index, Column source, @Nullable Object value)
            throws SQLException, UnfitValueException {
        if (value == null) {
            insert.setNull(index, jdbcType);
            return;
        }
        switch (family) {
            case INTEGER, DECIMAL -> insert.setBigDecimal(index, exact(source, value));
            case BOOLEAN -> insert.setBoolean(index, (Boolean) value);
            case REAL -> insert.setFloat(index, real(value));
            case DOUBLE -> insert.setDouble(index, doubled(value));
            case TEXT, JSON, OTHER -> bindText(insert, index, source, value);
            case BYTES -> insert.setBytes(index, (byte[]) value);
            case DATE -> insert.setObject(index, value);
            case TIME, TIMESTAMP -> insert.setObject(index, fraction(source, value));
            case TIMESTAMP_TZ -> {
                Instant instant = (Instant) fraction(source, value);
                insert.setObject(index, instant.atOffset(ZoneOffset.UTC));
            }
        }
    }

    private BigDecimal exact(Column source, Object value) throws UnfitValueException {
        BigDecimal decimal =
                value instanceof BigDecimal exact ? exact : new BigDecimal(finite(source, value));
        int kept = family == Family.INTEGER ? 0 : digits;
        if (kept >= 0 && decimal.stripTrailingZeros().scale() > kept) {
            throw unfit(source, value, "it would be rounded");
        }
        return decimal;
    }

    private String finite(Column source, Object value) throws UnfitValueException {
        if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
            throw unfit(source, value, "");
        }
        return value.toString();
    }

    private static float real(Object value) {
        return ((Number) value).floatValue();
    }

    private static double doubled(Object value) {
        return ((Number) value).doubleValue();
    }

    private Object fraction(Column source, Object value) throws UnfitValueException {
        int nanos =
                ((java.time.temporal.TemporalAccessor) value)
                        .get(java.time.temporal.ChronoField.NANO_OF_SECOND);
        int dropped = digits < 0 ? 0 : 9 - digits;
        if (dropped > 0 && nanos % (int) Math.pow(10, dropped) != 0) {
            throw unfit(source, value, "it would be rounded");
        }
        return value;
    }

    private void bindText(PreparedStatement insert, int index, Column source, Object value)
            throws SQLException {
        String text = String.valueOf(PlainText.of(value));
        if (isPostgres && value instanceof List<?> list && family == Family.OTHER) {
            insert.setArray(index, array(insert.getConnection(), source, list));
        } else if (isPostgres && !List.of("text", "varchar", "bpchar").contains(typeName)) {
            // The server then reads the text by the column's own type.
            insert.setObject(index, text, Types.OTHER);
        } else if (family == Family.JSON) {
            // A JSON text as string would become a JSON string.
            insert.setBytes(index, text.getBytes(StandardCharsets.UTF_8));
        } else {
            insert.setString(index, text);
        }
    }

    private java.sql.Array array(Connection connection, Column source, List<?> list)
            throws SQLException {
        boolean binary = Objects.requireNonNull(source.element()).kind() == Kind.BYTES;
        Object[] elements =
                binary ? list.toArray(byte[][]::new) : list.stream().map(PlainText::of).toArray();
        return connection.createArrayOf(typeName.substring(1), elements);
    }

    private UnfitValueException unfit(Column source, Object value, String reason) {
        return new UnfitValueException(
                source.name(), typeName, String.valueOf(PlainText.of(value)), reason);
    }
}
