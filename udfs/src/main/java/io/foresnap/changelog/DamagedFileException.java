package io.foresnap.changelog;

import java.io.IOException;

/** A durable file is not what its name says: truncated, flipped, or not ours. */
public final class DamagedFileException extends IOException implements FinalFailure {

    private static final long serialVersionUID = 1L;

    /**
     * @param path the file
     * @param what what is wrong with it
     */
    public DamagedFileException(String path, String what) {
        super("damaged file " + path + ": " + what);
    }

    /** With the decoding error that showed it. */
    public DamagedFileException(String path, String what, Throwable cause) {
        super("damaged file " + path + ": " + what, cause);
    }
}
