package io.foresnap.snapshot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Says that a partition's files before one of its snapshots are retired: no plan made from now on
 * uses them, and they go when nobody reads them any more. An empty hidden file beside the
 * snapshots, so that the listing that finds these finds it, too.
 *
 * @param path the file
 * @param offset snapshots before this offset are retired, and the log before it
 * @param sinceMs since when, epoch milliseconds of the storage's clock
 */
public record RetiredMark(Path path, long offset, long sinceMs) {

    private static final Pattern PATTERN = Pattern.compile("\\.retired-(\\d{20})");

    /** The mark that a directory entry is, or empty for any other entry. */
    public static Optional<RetiredMark> of(FileStatus entry) {
        Matcher m = PATTERN.matcher(entry.getPath().getName());
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RetiredMark(
                            entry.getPath(),
                            Long.parseLong(m.group(1)),
                            entry.getModificationTime()));
        } catch (NumberFormatException notANumberOfOurs) {
            return Optional.empty();
        }
    }

    /** The file name that retires what is before an offset. */
    public static String fileName(long offset) {
        return String.format(".retired-%020d", offset);
    }
}
