package io.foresnap.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class paths of the processes, taken from this JVM's own. */
final class ClassPaths {

    private static final String JOB_JAR = "foresnap-job.jar";

    /**
     * What Flink's distribution has in its folder {@code lib}, with RocksDB, the Prometheus
     * reporter and the Hadoop client: nothing that the job jar has to bring along.
     */
    private static final Pattern FLINK =
            Pattern.compile(
                    "(flink-(?!connector-(base|kafka)|ml-|state-processor|test).*"
                            + "|frocksdbjni|async-profiler|kryo|minlog|objenesis|snakeyaml-engine"
                            + "|commons-(cli|collections|compress|io|lang3|logging|math3|text)"
                            + "|javassist|jsr305|snappy-java|lz4-java"
                            + "|hadoop-client-(api|runtime)|slf4j-api|log4j-.*)-[0-9].*\\.jar");

    private final List<Path> entries;

    private ClassPaths(List<Path> entries) {
        this.entries = entries;
    }

    static ClassPaths ofThisJvm() {
        return new ClassPaths(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .toList());
    }

    /** The jar that is submitted. */
    Path jobJar() throws IOException {
        return entries.stream()
                .filter(entry -> name(entry).equals(JOB_JAR) && Files.isRegularFile(entry))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        "there is no %s on the class path: use run-local.sh"
                                                .formatted(JOB_JAR)))
                .toAbsolutePath();
    }

    /** Flink's own. */
    String flink(Path... first) {
        return join(first, entries.stream().filter(entry -> FLINK.matcher(name(entry)).matches()));
    }

    /** Everything but the job. */
    String servers(Path... first) {
        return join(first, entries.stream().filter(entry -> !name(entry).startsWith("foresnap")));
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }

    private static String join(Path[] first, Stream<Path> rest) {
        return Stream.concat(Arrays.stream(first), rest)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
