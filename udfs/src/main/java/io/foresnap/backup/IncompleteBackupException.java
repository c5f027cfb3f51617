package io.foresnap.backup;

import io.foresnap.changelog.FinalFailure;
import java.io.IOException;
import java.util.Set;

/** A backup was about to appear without the files of some of its partitions. */
public final class IncompleteBackupException extends IOException implements FinalFailure {

    private static final long serialVersionUID = 1L;

    /**
     * @param requestId the request
     * @param missing partitions whose files are not there
     */
    public IncompleteBackupException(String requestId, Set<Integer> missing) {
        super("the backup " + requestId + " lacks the files of its partitions " + missing);
    }
}
