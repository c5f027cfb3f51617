package io.foresnap.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process had a folder last, as a note in it says. A process that gave its folder back, as
 * when its job starts again, finds in it what it has written: the others leave it alone while that
 * process lives.
 *
 * @param startSeconds when the process was started, epoch seconds: by its pid alone it could be
 *     taken for another that had the pid earlier
 */
record FolderOwner(long pid, long startSeconds) {

    /** In the folder. */
    static final String NOTE = "owner";

    /** Two processes may read one start so differently. */
    private static final long SAME_START_SECONDS = 2;

    static FolderOwner thisProcess() {
        return of(ProcessHandle.current());
    }

    static FolderOwner of(ProcessHandle process) {
        return new FolderOwner(
                process.pid(),
                process.info().startInstant().map(Instant::getEpochSecond).orElse(0L));
    }

    /** Who had a folder last; nothing when no note says so, or it is not understood. */
    static Optional<FolderOwner> last(Path folder) {
        try {
            String[] words = Files.readString(folder.resolve(NOTE)).strip().split(" ");
            return Optional.of(new FolderOwner(Long.parseLong(words[0]), Long.parseLong(words[1])));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }

    boolean lives() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(
                        process ->
                                Math.abs(of(process).startSeconds - startSeconds)
                                        <= SAME_START_SECONDS)
                .isPresent();
    }

    String note() {
        return pid + " " + startSeconds;
    }
}
