package io.foresnap.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Living processes that were started in a cluster's folder, whatever its pid files say. */
final class StrayProcesses {

    /** Each process of a cluster is started with it, and a folder below the cluster's. */
    static final String TEMPORARY = "-Djava.io.tmpdir=";

    private StrayProcesses() {}

    /** Each as people name it: pid and name. */
    static List<String> of(ClusterFolder folder) {
        String ours = TEMPORARY + folder.temporary("");
        return ProcessHandle.allProcesses()
                .filter(ProcessMark::lives)
                .flatMap(
                        process ->
                                arguments(process)
                                        .filter(word -> word.startsWith(ours + "/"))
                                        .map(word -> word.substring(ours.length() + 1))
                                        .map(
                                                name ->
                                                        "process %d (%s)"
                                                                .formatted(process.pid(), name))
                                        .limit(1))
                .toList();
    }

    /** Java tells none when there are many. */
    private static Stream<String> arguments(ProcessHandle process) {
        try {
            Path told = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return Stream.of(
                    new String(Files.readAllBytes(told), StandardCharsets.UTF_8).split("\0"));
        } catch (IOException notTold) {
            return Stream.of(process.info().arguments().orElse(new String[0]));
        }
    }
}
