package io.foresnap.merge;

import io.foresnap.changelog.FinalFailure;
import java.io.IOException;

/** A change in the log that cannot be applied without guessing. */
public final class RefusedChangeException extends IOException implements FinalFailure {

    private static final long serialVersionUID = 1L;

    /**
     * @param offset where the change stands in its partition's log
     * @param why what is missing
     */
    public RefusedChangeException(long offset, String why) {
        super("the change at offset " + offset + " cannot be applied: " + why);
    }
}
