package io.foresnap.event;

/** Debezium's operation codes. */
public enum Op {
    CREATE("c"),
    UPDATE("u"),
    DELETE("d"),
    READ("r"),
    TRUNCATE("t");

    private final String code;

    Op(String code) {
        this.code = code;
    }

    /** The code in the envelope's {@code op} field. */
    public String code() {
        return code;
    }

    /** The operation of a code; an {@link IllegalArgumentException} names an unknown one. */
    public static Op of(String code) {
        for (Op op : values()) {
            if (op.code.equals(code)) {
                return op;
            }
        }
        throw new IllegalArgumentException("unknown op '" + code + "', expected c, u, d, r or t");
    }
}
