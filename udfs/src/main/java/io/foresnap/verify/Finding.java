package io.foresnap.verify;

/**
 * Something that is not as it should be.
 *
 * @param path the file or folder
 * @param kind what kind of thing is wrong
 * @param message in plain words, with the path where that is needed to understand it
 */
public record Finding(String path, Kind kind, String message) {

    /** Kinds of findings. */
    public enum Kind {
        /** The bytes do not have the checksum they should have. */
        CHECKSUM(true),
        /** A file cannot be read or decoded, or does not hold what its name says. */
        DAMAGED(true),
        /** A file that must be there is not. */
        MISSING(true),
        /** Offsets are missing in a change log. */
        HOLE(true),
        /** A partition or a table cannot be restored at all. */
        NOT_RESTORABLE(true),
        /** A snapshot is not what a replay of the log gives. */
        SNAPSHOT_DIFFERS(true),
        /** Two segments hold different changes at one offset. */
        CONFLICT(true),
        /** A temporary file that nobody writes any more. */
        ORPHAN(true),
        /** A name that is not ours. */
        UNKNOWN_NAME(true),
        /** Two segments cover the same offsets; readers use one of them. */
        OVERLAP(false),
        /** A temporary file that is being written. */
        IN_PROGRESS(false),
        /** A snapshot that no replay can be compared with. */
        UNPROVEN(false);

        private final boolean problem;

        Kind(boolean problem) {
            this.problem = problem;
        }

        /** Whether it is more than a warning. */
        public boolean isProblem() {
            return problem;
        }
    }
}
