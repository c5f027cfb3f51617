package io.foresnap.local.demo.verify;

/**
 * A backup that differs from the replay.
 *
 * @param directory the backup
 * @param difference what differs, for people
 */
public record Mismatch(String requestId, String table, String directory, String difference) {

    @Override
    public String toString() {
        return "backup %s of %s is wrong: %s (%s)"
                .formatted(requestId, table, difference, directory);
    }
}
