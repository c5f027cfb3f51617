package io.foresnap.merge;

import io.foresnap.changelog.FinalFailure;
import java.io.IOException;

/** What was asked for cannot be restored from what durable storage holds; the message says why. */
public final class NotRestorableException extends IOException implements FinalFailure {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason for the requester
     */
    public NotRestorableException(String reason) {
        super(reason);
    }
}
