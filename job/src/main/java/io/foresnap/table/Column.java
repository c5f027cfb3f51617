package io.foresnap.table;

import org.jspecify.annotations.Nullable;

/**
 * A column of a backup.
 *
 * @param name as the rows have it
 * @param kind what its values are
 * @param encoding how they stand in the rows' JSON
 * @param precision total digits of a DECIMAL; 0 where not known
 * @param scale digits behind the point of a DECIMAL; -1 where not known
 * @param sqlType the declared SQL type, in lower case, if one was declared
 * @param notNull whether it was declared to have no nulls
 * @param declared whether it was declared by somebody who knows, not guessed from values
 * @param element what an ARRAY consists of
 */
public record Column(
        String name,
        Kind kind,
        Encoding encoding,
        int precision,
        int scale,
        @Nullable String sqlType,
        boolean notNull,
        boolean declared,
        @Nullable Column element) {

    /** A declared column without further properties. */
    static Column of(String name, Kind kind, Encoding encoding) {
        return new Column(name, kind, encoding, 0, -1, null, false, true, null);
    }

    /** A column guessed from its values. */
    static Column guessed(String name, Kind kind, Encoding encoding) {
        return new Column(name, kind, encoding, 0, -1, null, false, false, null);
    }

    /** The same under another name. */
    public Column named(String other) {
        return new Column(
                other, kind, encoding, precision, scale, sqlType, notNull, declared, element);
    }

    Column digits(int newPrecision, int newScale) {
        return new Column(
                name, kind, encoding, newPrecision, newScale, sqlType, notNull, declared, element);
    }

    Column sql(@Nullable String type) {
        return new Column(name, kind, encoding, precision, scale, type, notNull, declared, element);
    }

    Column notNull(boolean value) {
        return new Column(
                name, kind, encoding, precision, scale, sqlType, value, declared, element);
    }

    Column encoded(Encoding as) {
        return new Column(name, kind, as, precision, scale, sqlType, notNull, declared, element);
    }

    static Column arrayOf(Column element) {
        return new Column(
                element.name,
                Kind.ARRAY,
                Encoding.PLAIN,
                0,
                -1,
                element.sqlType == null ? null : element.sqlType + "[]",
                false,
                true,
                element);
    }

    /** What messages call the type. */
    public String typeName() {
        if (sqlType != null) {
            return sqlType;
        }
        String text = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return kind == Kind.DECIMAL && precision > 0
                ? text + "(" + precision + "," + scale + ")"
                : text;
    }
}
