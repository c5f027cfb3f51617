package io.foresnap.restore;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/**
 * A PostgreSQL server of its own, where one is installed. The server refuses to run as root, so
 * root starts it as somebody else.
 */
final class TestingPostgres implements AutoCloseable {

    static final String PASSWORD = "not-to-be-seen";

    private static final List<String> OTHERS = List.of("postgres", "nobody");

    private final Path folder;
    private final List<String> as;
    private final int port;

    private TestingPostgres(Path folder, List<String> as, int port) {
        this.folder = folder;
        this.as = as;
        this.port = port;
    }

    /** Starts a server, or skips the test where that cannot be. */
    static TestingPostgres start() throws Exception {
        assumeTrue(
                finds(List.of("initdb", "--version")) && finds(List.of("pg_ctl", "--version")),
                "skipped: no PostgreSQL (initdb and pg_ctl) is installed");
        // Not below the build's folder, which another user may not be allowed to see.
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "foresnap-pg");
        TestingPostgres server = new TestingPostgres(folder, asSomebody(folder), freePort());
        try {
            server.initialize();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static List<String> asSomebody(Path folder) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        for (String other : OTHERS) {
            List<String> as = List.of("runuser", "-u", other, "--");
            List<String> trial = new ArrayList<>(as);
            trial.add("true");
            if (finds(trial)) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(other));
                return as;
            }
        }
        FileUtils.deleteDirectory(folder.toFile());
        assumeTrue(false, "skipped: PostgreSQL does not run as root, and no other user is there");
        return List.of();
    }

    private static boolean finds(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private void initialize() throws Exception {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        run(
                "initdb",
                "-D",
                folder + "/data",
                "-U",
                "owner",
                "-A",
                "scram-sha-256",
                "--pwfile=" + password,
                "--locale=C.UTF-8",
                "--no-sync");
        run(
                "pg_ctl",
                "-D",
                folder + "/data",
                "-l",
                folder + "/log",
                "-o",
                "-p " + port + " -k " + folder + " -h 127.0.0.1 -c fsync=off",
                "-w",
                "start");
    }

    private void run(String... command) throws Exception {
        List<String> whole = new ArrayList<>(as);
        whole.addAll(List.of(command));
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(whole)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", whole) + ": " + Files.readString(output));
        }
    }

    Database database() {
        return database(PASSWORD);
    }

    Database database(String password) {
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "owner", password, List.of());
    }

    @Override
    public void close() throws Exception {
        if (Files.isDirectory(folder.resolve("data"))) {
            run("pg_ctl", "-D", folder + "/data", "-m", "immediate", "-w", "stop");
        }
        FileUtils.deleteDirectory(folder.toFile());
    }
}
