package io.foresnap.lease;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A lease as listed.
 *
 * @param path its file
 * @param sinceMs plans made at or after this time may be read, epoch milliseconds of the storage's
 *     clock
 * @param renewedMs when it was renewed, by the same clock
 */
record LeaseFile(Path path, long sinceMs, long renewedMs) {

    private static final Pattern PATTERN = Pattern.compile("[0-9a-f-]{36}-(\\d{13})\\.lease");

    static String fileName(UUID id, long ageMs) {
        return String.format("%s-%013d.lease", id, ageMs);
    }

    static Optional<LeaseFile> of(FileStatus entry) {
        Matcher m = PATTERN.matcher(entry.getPath().getName());
        if (!m.matches()) {
            return Optional.empty();
        }
        long renewed = entry.getModificationTime();
        return Optional.of(
                new LeaseFile(entry.getPath(), renewed - Long.parseLong(m.group(1)), renewed));
    }
}
