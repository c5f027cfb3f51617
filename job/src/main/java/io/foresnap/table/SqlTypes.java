package io.foresnap.table;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SQL types by name, with the encoding that Debezium gives their values by default ({@code
 * decimal.handling.mode=precise}, {@code time.precision.mode=adaptive}, {@code
 * binary.handling.mode=bytes}).
 */
final class SqlTypes {

    private static final Pattern TYPE =
            Pattern.compile(
                    "([a-z_][a-z0-9_ ]*?)\\s*(?:\\(\\s*(\\d{1,6})\\s*(?:,\\s*(\\d{1,4})\\s*)?\\))?"
                            + "\\s*(with time zone|without time zone)?\\s*(\\[\\])?");

    private static final int MICROSECOND_DIGITS = 6;
    private static final int MILLISECOND_DIGITS = 3;

    private static final Map<String, Kind> PLAIN =
            Map.ofEntries(
                    Map.entry("boolean", Kind.BOOLEAN),
                    Map.entry("bool", Kind.BOOLEAN),
                    Map.entry("tinyint", Kind.INT),
                    Map.entry("smallint", Kind.INT),
                    Map.entry("int2", Kind.INT),
                    Map.entry("mediumint", Kind.INT),
                    Map.entry("integer", Kind.INT),
                    Map.entry("int", Kind.INT),
                    Map.entry("int4", Kind.INT),
                    Map.entry("bigint", Kind.LONG),
                    Map.entry("int8", Kind.LONG),
                    Map.entry("oid", Kind.LONG),
                    Map.entry("interval", Kind.LONG),
                    Map.entry("real", Kind.FLOAT),
                    Map.entry("float4", Kind.FLOAT),
                    Map.entry("double precision", Kind.DOUBLE),
                    Map.entry("double", Kind.DOUBLE),
                    Map.entry("float8", Kind.DOUBLE));

    private static final Set<String> STRINGS =
            Set.of(
                    "text",
                    "character varying",
                    "varchar",
                    "character",
                    "char",
                    "bpchar",
                    "name",
                    "citext",
                    "uuid",
                    "xml",
                    "inet",
                    "cidr",
                    "macaddr",
                    "macaddr8",
                    "ltree",
                    "tsvector",
                    "int4range",
                    "int8range",
                    "numrange",
                    "tsrange",
                    "tstzrange",
                    "daterange",
                    "longtext",
                    "mediumtext",
                    "tinytext");

    /**
     * A column of a declared type.
     *
     * @param encoding other than the default; values of a type that is not known here can be taken
     *     as they are by {@link Encoding#STRING}
     * @throws IllegalArgumentException that says what is wrong with the type
     */
    static Column parse(String name, String type, @Nullable Encoding encoding) {
        String normal = type.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher matcher = TYPE.matcher(normal);
        if (!matcher.matches()) {
            if (encoding == Encoding.STRING) {
                return Column.of(name, Kind.STRING, Encoding.PLAIN);
            }
            throw unknown(type);
        }
        boolean zoned = "with time zone".equals(matcher.group(4));
        Column column =
                parse(
                        name,
                        matcher.group(1),
                        number(matcher.group(2)),
                        number(matcher.group(3)),
                        zoned);
        if (column == null && encoding == Encoding.STRING) {
            column = Column.of(name, Kind.STRING, Encoding.PLAIN);
        } else if (column == null) {
            throw unknown(type);
        }
        String base = normal.replaceAll("\\s*\\[\\]$", "");
        column = column.sql(base);
        if (encoding != null && column.kind() != Kind.STRING) {
            column = reencoded(column, encoding);
        }
        return matcher.group(5) == null ? column : Column.arrayOf(column);
    }

    private static Column reencoded(Column column, Encoding encoding) {
        // An interval as text is ISO 8601; as a number it is microseconds.
        return column.kind() == Kind.LONG && encoding == Encoding.STRING
                ? Column.of(column.name(), Kind.STRING, Encoding.PLAIN).sql(column.sqlType())
                : column.encoded(encoding);
    }

    private static IllegalArgumentException unknown(String type) {
        return new IllegalArgumentException(
                "unknown type '"
                        + type
                        + "' (\"encoding\": \"string\" takes its values as the text they are)");
    }

    private static @Nullable Column parse(
            String name, String base, int first, int second, boolean zoned) {
        Kind plain = PLAIN.get(base);
        if (plain != null) {
            return Column.of(name, plain, Encoding.PLAIN);
        }
        if (STRINGS.contains(base)) {
            return Column.of(name, Kind.STRING, Encoding.PLAIN);
        }
        return switch (base) {
            case "numeric", "decimal", "number" -> {
                Column decimal = Column.of(name, Kind.DECIMAL, Encoding.BASE64);
                yield first < 0 ? decimal : decimal.digits(first, Math.max(0, second));
            }
            case "money" -> Column.of(name, Kind.DECIMAL, Encoding.BASE64).digits(19, 2);
            case "date" -> Column.of(name, Kind.DATE, Encoding.DAYS);
            case "time" ->
                    zoned
                            ? Column.of(name, Kind.STRING, Encoding.PLAIN)
                            : Column.of(name, Kind.TIME, unit(first));
            case "timetz" -> Column.of(name, Kind.STRING, Encoding.PLAIN);
            case "timestamp", "datetime" ->
                    zoned
                            ? Column.of(name, Kind.TIMESTAMP_TZ, Encoding.STRING)
                            : Column.of(name, Kind.TIMESTAMP, unit(first));
            case "timestamptz" -> Column.of(name, Kind.TIMESTAMP_TZ, Encoding.STRING);
            case "json", "jsonb", "hstore" -> Column.of(name, Kind.JSON, Encoding.STRING);
            case "bytea", "binary", "varbinary", "blob", "longblob" ->
                    Column.of(name, Kind.BYTES, Encoding.BASE64);
            case "bit" -> first <= 1 ? Column.of(name, Kind.BOOLEAN, Encoding.PLAIN) : null;
            default -> null;
        };
    }

    private static Encoding unit(int digits) {
        int declared = digits < 0 ? MICROSECOND_DIGITS : digits;
        if (declared <= MILLISECOND_DIGITS) {
            return Encoding.MILLIS;
        }
        return declared <= MICROSECOND_DIGITS ? Encoding.MICROS : Encoding.NANOS;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? -1 : Integer.parseInt(digits);
    }

    private SqlTypes() {}
}
