package io.foresnap.changelog;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** What went wrong on another thread, for the one that waits for it. */
public final class Failures {

    /** The failure as an exception to throw here; an unchecked one is thrown at once. */
    public static IOException of(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return cause instanceof IOException io ? io : new IOException(e);
    }

    private Failures() {}
}
