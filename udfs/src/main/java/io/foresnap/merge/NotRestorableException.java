package io.foresnap.merge;

import io.foresnap.changelog.FinalFailure;
import java.io.IOException;

/** What was asked for cannot be restored from what durable storage holds; the message says why. */
public final class NotRestorableException extends IOException implements FinalFailure {

    private static final long serialVersionUID = 1L;

    private final boolean early;

    /**
     * @param reason for the requester
     */
    public NotRestorableException(String reason) {
        this(reason, false);
    }

    private NotRestorableException(String reason, boolean early) {
        super(reason);
        this.early = early;
    }

    /** The log does not reach the target time yet. */
    static NotRestorableException notYet(String reason) {
        return new NotRestorableException(reason, true);
    }

    /** Whether it may be restorable when the log has grown. */
    public boolean isEarly() {
        return early;
    }
}
