package io.foresnap.archive;

import java.io.IOException;

/** A line or message that is no Debezium change event; the message says what is wrong. */
public final class MalformedEventException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what what is wrong with it
     */
    public MalformedEventException(String what) {
        super(what);
    }

    /** With the parser's error. */
    public MalformedEventException(String what, Throwable cause) {
        super(what, cause);
    }
}
