package io.foresnap.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command reaches Kafka. */
final class KafkaClientOptions {

    @Option(names = "--bootstrap-servers", required = true, description = "Kafka brokers.")
    String bootstrapServers = "";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Properties of the Kafka client, such as security.protocol and"
                            + " sasl.jaas.config: the file that Kafka's own tools take by this"
                            + " name.")
    @Nullable Path file;

    /** What the file says; nothing without one. An exception names the file. */
    Map<String, String> properties() throws IOException {
        Map<String, String> found = new TreeMap<>();
        if (file != null) {
            Properties read = new Properties();
            try (Reader in = Files.newBufferedReader(file)) {
                read.load(in);
            } catch (IllegalArgumentException e) {
                throw new IOException("--command-config " + file + ": " + e.getMessage(), e);
            }
            read.stringPropertyNames().forEach(name -> found.put(name, read.getProperty(name)));
        }
        return found;
    }
}
