package io.foresnap.restore;

import io.foresnap.table.Column;
import io.foresnap.table.Encoding;
import java.util.Objects;
import java.util.regex.Pattern;

/** How a database names the types of columns. */
enum Dialect {
    /** PostgreSQL. */
    POSTGRESQL,
    /** What the SQL standard says, as H2, HSQLDB, Derby and others have it. */
    STANDARD;

    /** Types of the standard that are taken as they were declared. */
    private static final Pattern STANDARD_TYPE =
            Pattern.compile(
                    "boolean|smallint|integer|bigint|real|double precision|date"
                            + "|(numeric|decimal|character|character varying|char|varchar)\\([\\d, ]+\\)");

    /** A text that is part of a key must have a limit in most databases. */
    private static final int KEY_LENGTH = 1000;

    static Dialect of(String product) {
        return product.startsWith("PostgreSQL") ? POSTGRESQL : STANDARD;
    }

    /** The type of a new table's column. */
    String typeOf(Column column, boolean inKey) {
        return this == POSTGRESQL ? postgres(column) : standard(column, inKey);
    }

    private static String postgres(Column column) {
        String declared = column.sqlType();
        if (declared != null) {
            return switch (declared) {
                case "interval" ->
                        column.kind() == io.foresnap.table.Kind.LONG ? "bigint" : declared;
                case "tinyint" -> "smallint";
                case "mediumint" -> "integer";
                case "double" -> "double precision";
                case "datetime" -> "timestamp";
                case "number" -> "numeric";
                case "longtext", "mediumtext", "tinytext" -> "text";
                case "binary", "varbinary", "blob", "longblob" -> "bytea";
                default -> declared;
            };
        }
        return switch (column.kind()) {
            case BOOLEAN -> "boolean";
            case INT -> "integer";
            case LONG -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "double precision";
            case DECIMAL -> "numeric" + digits(column);
            case STRING -> "text";
            case JSON -> "jsonb";
            case BYTES -> "bytea";
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMP_TZ -> "timestamptz";
            case ARRAY -> postgres(Objects.requireNonNull(column.element())) + "[]";
        };
    }

    private static String standard(Column column, boolean inKey) {
        String declared = column.sqlType();
        if (declared != null && STANDARD_TYPE.matcher(declared).matches()) {
            return declared;
        }
        int fraction = column.encoding() == Encoding.NANOS ? 9 : 6;
        return switch (column.kind()) {
            case BOOLEAN -> "BOOLEAN";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "REAL";
            case DOUBLE -> "DOUBLE PRECISION";
            case DECIMAL -> "DECIMAL" + digits(column);
            case STRING, JSON, ARRAY ->
                    inKey ? "VARCHAR(" + KEY_LENGTH + ")" : "CHARACTER LARGE OBJECT";
            case BYTES -> "BINARY LARGE OBJECT";
            case DATE -> "DATE";
            case TIME -> "TIME(" + fraction + ")";
            case TIMESTAMP -> "TIMESTAMP(" + fraction + ")";
            case TIMESTAMP_TZ -> "TIMESTAMP(" + fraction + ") WITH TIME ZONE";
        };
    }

    private static String digits(Column column) {
        return "(" + Math.max(column.precision(), column.scale()) + "," + column.scale() + ")";
    }
}
