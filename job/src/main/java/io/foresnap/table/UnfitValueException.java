package io.foresnap.table;

import java.io.IOException;

/** A value that does not fit its column's type; the message names column, value and type. */
public final class UnfitValueException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 80;

    /**
     * @param column the column
     * @param type the type it should fit
     * @param value the value as text
     * @param reason what is wrong with it
     */
    public UnfitValueException(String column, String type, String value, String reason) {
        super(
                "column "
                        + column
                        + ": value "
                        + shortened(value)
                        + " does not fit "
                        + type
                        + (reason.isEmpty() ? "" : ": " + reason));
    }

    /** With where it stands in front. */
    UnfitValueException(String where, UnfitValueException cause) {
        super(where + " " + cause.getMessage(), cause);
    }

    /** A value's text, cut where it is long. */
    static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
