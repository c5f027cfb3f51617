package io.foresnap.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One process of a cluster. It outlives whoever started it, who is recognized later by the pid and
 * the time of start that are in the cluster's folder.
 */
final class Daemon {

    /** By how much two readings of one process's start may differ. */
    private static final long SAME_START_MILLIS = 2000;

    private static final int LAST_BYTES = 16_384;
    private static final int MOST_LENGTH = 300;

    private final ClusterFolder folder;
    private final String name;

    Daemon(ClusterFolder folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Starts the process in a folder of its own below the cluster's data. */
    void start(Launch launch) throws IOException {
        Path workingFolder = Files.createDirectories(folder.data(name));
        Path temporary = Files.createDirectories(folder.temporary(name));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.flags());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Dlog.file=" + folder.log(name));
        command.add("-Dlog4j2.configurationFile=" + folder.conf().resolve(Flink.LOGGING).toUri());
        command.addAll(List.of("-cp", launch.classPath(), launch.mainClass()));
        command.addAll(launch.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(workingFolder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.output(name).toFile()));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "CLASSPATH"));
        builder.environment().put("FLINK_CONF_DIR", folder.conf().toString());
        builder.environment().put("HADOOP_CONF_DIR", Hdfs.hadoopConf(folder).toString());
        Process process = builder.start();
        Files.writeString(folder.pid(name), process.pid() + " " + startMillis(process.toHandle()));
    }

    /** When it was started, epoch milliseconds. */
    static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** The process, if it lives. */
    Optional<ProcessHandle> process() throws IOException {
        String[] noted;
        try {
            noted = Files.readString(folder.pid(name)).strip().split(" ");
        } catch (NoSuchFileException neverStarted) {
            return Optional.empty();
        }
        long started = Long.parseLong(noted[1]);
        return ProcessHandle.of(Long.parseLong(noted[0]))
                .filter(ProcessHandle::isAlive)
                .filter(p -> Math.abs(startMillis(p) - started) < SAME_START_MILLIS)
                .filter(p -> !isDefunct(p));
    }

    /** Ended, but nobody has asked how: what is left of it counts as no process. */
    private static boolean isDefunct(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", process.pid() + "", "stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException noSuchFileSystem) {
            return false;
        }
    }

    boolean isAlive() throws IOException {
        return process().isPresent();
    }

    /** Asks it to end; what has not done so in time is killed. */
    void stop(Duration patience) throws IOException, InterruptedException {
        Optional<ProcessHandle> running = process();
        if (running.isPresent()) {
            running.get().destroy();
            if (!ended(running.get(), patience)) {
                kill();
            }
        }
        Files.deleteIfExists(folder.pid(name));
    }

    /** Ends it without asking: {@code kill -9}. */
    void kill() throws IOException, InterruptedException {
        Optional<ProcessHandle> running = process();
        if (running.isPresent()) {
            running.get().destroyForcibly();
            if (!ended(running.get(), Duration.ofSeconds(10))) {
                throw new IOException(name + " (pid " + running.get().pid() + ") does not end");
            }
        }
    }

    private static boolean ended(ProcessHandle process, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && !isDefunct(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    /** What it last said of an error, or said at all; each line of moderate length. */
    List<String> lastWords(int most) throws IOException {
        List<String> lines = new ArrayList<>(lastLines(folder.log(name)));
        lines.addAll(lastLines(folder.output(name)));
        int from = Math.max(0, lines.size() - most);
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).contains(" ERROR ") || lines.get(i).contains(" FATAL ")) {
                from = i;
                break;
            }
        }
        return lines.stream()
                .skip(from)
                .limit(most)
                .map(line -> line.length() > MOST_LENGTH ? line.substring(0, MOST_LENGTH) : line)
                .toList();
    }

    private static List<String> lastLines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] all = Files.readAllBytes(file);
        int from = Math.max(0, all.length - LAST_BYTES);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8).lines().toList();
    }
}
