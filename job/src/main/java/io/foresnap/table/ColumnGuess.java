package io.foresnap.table;

import java.math.BigDecimal;

/** Guesses a column's type from all its values, so that each of them can be kept as it is. */
final class ColumnGuess {

    private final String name;
    private boolean booleans;
    private boolean integers;
    private boolean fractions;
    private boolean strings;
    private boolean documents;
    private boolean variableScales;
    private boolean beyondLong;
    private boolean beyondDouble;
    private final DecimalDigits digits = new DecimalDigits();

    ColumnGuess(String name) {
        this.name = name;
    }

    void add(JsonValue value) {
        switch (value.type()) {
            case NULL -> {}
            case BOOLEAN -> booleans = true;
            case NUMBER -> addNumber(value.text());
            case STRING -> strings = true;
            case OBJECT -> addObject(value.text());
            case ARRAY -> documents = true;
        }
    }

    private void addNumber(String text) {
        boolean isInteger = isInteger(text);
        integers |= isInteger;
        fractions |= !isInteger;
        if (isInteger && text.length() <= 15 && !fractions) {
            return; // Within a long, and exact in a double.
        }
        BigDecimal exact = new BigDecimal(text);
        beyondLong |= isInteger && exact.toBigInteger().bitLength() >= Long.SIZE;
        double approximate = exact.doubleValue();
        beyondDouble |=
                Double.isInfinite(approximate)
                        || (isInteger
                                ? exact.compareTo(new BigDecimal(approximate)) != 0
                                : Decoder.changed(text, approximate, 17));
        if (isInteger) {
            digits.add(exact);
        }
    }

    private static boolean isInteger(String text) {
        for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
            if (!Character.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private void addObject(String text) {
        BigDecimal decimal = Decoder.variableScaleOrNull(text);
        if (decimal == null) {
            documents = true;
        } else {
            variableScales = true;
            digits.add(decimal);
        }
    }

    /** The guess; a column of nothing but nulls counts as text. */
    Column column() {
        boolean numbers = integers || fractions;
        int families =
                count(booleans)
                        + count(numbers)
                        + count(strings)
                        + count(documents)
                        + count(variableScales);
        if (families > 1 || beyondDouble && fractions) {
            return Column.guessed(name, Kind.STRING, Encoding.MIXED);
        }
        if (booleans) {
            return Column.guessed(name, Kind.BOOLEAN, Encoding.PLAIN);
        }
        if (fractions) {
            return Column.guessed(name, Kind.DOUBLE, Encoding.PLAIN);
        }
        if (integers && !beyondLong) {
            return Column.guessed(name, Kind.LONG, Encoding.PLAIN);
        }
        if (integers || variableScales) {
            return digits.applyTo(Column.guessed(name, Kind.DECIMAL, Encoding.BASE64));
        }
        Kind text = documents ? Kind.JSON : Kind.STRING;
        return Column.guessed(name, text, Encoding.PLAIN);
    }

    private static int count(boolean seen) {
        return seen ? 1 : 0;
    }
}
