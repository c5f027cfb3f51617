package io.foresnap.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small programs of the operating system and the JDK. */
public final class ProcessTools {

    /** Runs one to its end and returns what it said; that is in the exception when it failed. */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(
                    "%s failed with %d: %s"
                            .formatted(String.join(" ", List.of(command)), code, said));
        }
        return said;
    }

    private ProcessTools() {}
}
