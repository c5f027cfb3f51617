package io.foresnap.changelog;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries storage operations again that fail for a while: exponential backoff with jitter, so that
 * many tasks that failed together do not come back together.
 *
 * @param retries how often after the first attempt
 * @param backoffMs wait before the first retry, milliseconds; doubles each time
 */
public record Retry(int retries, long backoffMs) implements Serializable {

    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
    private static final long MOST_MS = 30_000;

    /** No second attempt. */
    public static final Retry NEVER = new Retry(0, 1);

    public Retry {
        if (retries < 0 || backoffMs < 1) {
            throw new IllegalArgumentException(
                    "storage.retries must not be negative and storage.retry-backoff must be"
                            + " positive, but are "
                            + retries
                            + " and "
                            + backoffMs
                            + " ms");
        }
    }

    /** A storage operation. */
    @FunctionalInterface
    public interface Operation<T> {
        /** Runs once. */
        T run() throws IOException;
    }

    /**
     * Runs an operation until it succeeds or the retries are used up.
     *
     * @param what for the log and the error: "list public.orders"
     * @throws IOException the last failure; at once when trying again cannot help
     */
    public <T> T run(String what, Operation<T> operation) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                return operation.run();
            } catch (IOException e) {
                if (isFinal(e)) {
                    throw e;
                }
                if (attempt >= retries) {
                    throw new IOException(
                            "cannot "
                                    + what
                                    + (retries > 0 ? " after " + (attempt + 1) + " attempts" : "")
                                    + ": "
                                    + reason(e),
                            e);
                }
                LOG.warn("Cannot {} (attempt {}): {}", what, attempt + 1, reason(e));
                pause(attempt);
            }
        }
    }

    /** What storage said, in one line. */
    public static String reason(Throwable e) {
        String message = String.valueOf(e.getMessage());
        String first = message.lines().findFirst().orElse("");
        return e.getClass().getSimpleName() + ": " + first;
    }

    private static boolean isFinal(IOException e) {
        return e instanceof FinalFailure
                || e instanceof FileNotFoundException
                || e instanceof AccessControlException
                || e instanceof InterruptedIOException
                || Thread.currentThread().isInterrupted();
    }

    /** The longest wait after an attempt, which are counted from 0; the shortest is half of it. */
    long longestPauseMs(int attempt) {
        return Math.min(MOST_MS, backoffMs << Math.min(attempt, 20));
    }

    private void pause(int attempt) throws InterruptedIOException {
        long most = longestPauseMs(attempt);
        try {
            Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    }
}
