package io.foresnap.changelog;

/** A file's changes do not fit into one run. */
final class RunTooLargeException extends RuntimeException implements FinalFailure {

    private static final long serialVersionUID = 1L;

    RunTooLargeException() {
        super("its changes take more than 2 GiB of memory; segments have to be smaller");
    }
}
