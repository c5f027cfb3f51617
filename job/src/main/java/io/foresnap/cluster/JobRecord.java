package io.foresnap.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a job was last started with, and its newest savepoint, so that it can be started again. Only
 * its owner may read the file.
 */
final class JobRecord {

    private static final String SAVEPOINT = "savepoint";
    private static final String OLD_SAVEPOINT = "old-savepoint";
    private static final String OPTION = "option.";

    private final Path file;

    JobRecord(Path file) {
        this.file = file;
    }

    /** The options it was last started with. */
    Map<String, String> options() throws IOException {
        Map<String, String> options = new TreeMap<>();
        Properties recorded = read();
        for (String name : recorded.stringPropertyNames()) {
            if (name.startsWith(OPTION)) {
                options.put(name.substring(OPTION.length()), recorded.getProperty(name));
            }
        }
        return options;
    }

    /** The newest savepoint that was made through this since the job was started last. */
    Optional<String> savepoint() throws IOException {
        return Optional.ofNullable(read().getProperty(SAVEPOINT));
    }

    /** The newest one from before: going on from it forgets what the job did since. */
    Optional<String> oldSavepoint() throws IOException {
        return Optional.ofNullable(read().getProperty(OLD_SAVEPOINT));
    }

    void started(Map<String, String> options) throws IOException {
        Properties next = new Properties();
        Optional<String> old = oldSavepoint();
        savepoint().or(() -> old).ifPresent(path -> next.setProperty(OLD_SAVEPOINT, path));
        options.forEach((key, value) -> next.setProperty(OPTION + key, value));
        write(next);
    }

    void saved(String savepoint) throws IOException {
        Properties next = read();
        next.setProperty(SAVEPOINT, savepoint);
        write(next);
    }

    private Properties read() throws IOException {
        Properties recorded = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                recorded.load(in);
            }
        }
        return recorded;
    }

    private void write(Properties next) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        // Passwords may be among the options: a temporary file is its owner's only.
        Path half = Files.createTempFile(folder, ".job-", ".new");
        try {
            try (Writer out = Files.newBufferedWriter(half)) {
                next.store(out, null);
            }
            Files.move(
                    half,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }
}
