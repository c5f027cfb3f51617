package io.foresnap.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One process of a cluster. It outlives whoever started it, and is recognized later by the {@link
 * ProcessMark} in the cluster's folder.
 */
final class Daemon {

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
        command.add(StrayProcesses.TEMPORARY + temporary);
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
        note(process);
    }

    /** A process that nobody could find again would be left behind for good: it ends. */
    private void note(Process process) throws IOException {
        try {
            ProcessMark.of(process.toHandle()).write(folder.pid(name));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * The process, if it lives.
     *
     * @throws IOException also when its pid file cannot be understood
     */
    Optional<ProcessHandle> process() throws IOException {
        return ProcessMark.read(folder.pid(name)).flatMap(ProcessMark::process);
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
        while (ProcessMark.lives(process)) {
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
