package io.foresnap.table;

import java.math.BigDecimal;

/** The digits that a column of decimals needs on both sides of the point. */
final class DecimalDigits {

    private int before = 1;
    private int behind;

    void add(BigDecimal value) {
        before = Math.max(before, value.precision() - value.scale());
        behind = Math.max(behind, value.scale());
    }

    /** Counts a decoded value, if it is a decimal. */
    void add(Object decoded) {
        if (decoded instanceof BigDecimal value) {
            add(value);
        }
    }

    /** Fills in what the column's declaration left open. */
    Column applyTo(Column column) {
        int scale = column.scale() < 0 ? behind : column.scale();
        int precision = column.precision() > 0 ? column.precision() : before + scale;
        return column.digits(precision, scale);
    }
}
