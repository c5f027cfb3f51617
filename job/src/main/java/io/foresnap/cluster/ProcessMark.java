package io.foresnap.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what a process is recognized when its pid may have gone to another: its start, in the kernel's
 * ticks since the boot, and that boot's id. Neither moves with the clock. Where the system does not
 * tell them it is the start in epoch milliseconds.
 *
 * @param start ticks when {@code boot} is given, otherwise epoch milliseconds
 */
record ProcessMark(long pid, long start, @Nullable String boot) {

    /** By how much two readings of one process's start by the clock may differ. */
    private static final long SAME_START_MILLIS = 2000;

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Of {@code /proc/<pid>/stat}, counted from the state, which follows the name. */
    private static final int START_FIELD = 19;

    static ProcessMark of(ProcessHandle process) {
        Optional<ProcessMark> byKernel = byKernel(process.pid());
        return byKernel.orElseGet(() -> new ProcessMark(process.pid(), startMillis(process), null));
    }

    private static Optional<ProcessMark> byKernel(long pid) {
        try {
            String boot = Files.readString(BOOT_ID).strip();
            return Optional.of(
                    new ProcessMark(pid, Long.parseLong(stat(pid).split(" ")[START_FIELD]), boot));
        } catch (IOException notTold) {
            return Optional.empty();
        }
    }

    /** From its state on: the name before it may hold anything. */
    private static String stat(long pid) throws IOException {
        String stat =
                Files.readString(
                        Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2);
    }

    /** When a process was started, epoch milliseconds; moves when the clock is set. */
    static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Ended, but nobody has asked how: what is left of it counts as no process. */
    static boolean lives(ProcessHandle process) {
        try {
            return process.isAlive() && !stat(process.pid()).startsWith("Z");
        } catch (IOException noSuchFileSystem) {
            return process.isAlive();
        }
    }

    /** The process, if it lives. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessMark::lives).filter(this::marks);
    }

    private boolean marks(ProcessHandle process) {
        return boot == null
                ? Math.abs(startMillis(process) - start) < SAME_START_MILLIS
                : byKernel(pid).filter(this::equals).isPresent();
    }

    /** Whoever reads the file meanwhile finds all of it or nothing. */
    void write(Path file) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(half, pid + " " + start + (boot == null ? "" : " " + boot));
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * What a file says; nothing when there is none.
     *
     * @throws IOException names the file when it says something else
     */
    static Optional<ProcessMark> read(Path file) throws IOException {
        String noted;
        try {
            noted = Files.readString(file).strip();
        } catch (NoSuchFileException neverStarted) {
            return Optional.empty();
        }
        String[] words = noted.split(" ");
        try {
            return Optional.of(
                    new ProcessMark(
                            Long.parseLong(words[0]),
                            Long.parseLong(words[1]),
                            words.length > 2 ? words[2] : null));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(
                    "%s is damaged ('%s'): end its process if it runs, then delete the file"
                            .formatted(file, noted.length() > 80 ? noted.substring(0, 80) : noted),
                    e);
        }
    }
}
