package io.foresnap.changelog;

import io.foresnap.options.Secrets;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;

/**
 * What an operator needs to open durable storage.
 *
 * @param root its URI
 * @param retry how failed operations are tried again
 * @param placeholders texts by which the source marks unchanged columns
 * @param hadoop properties for the file system, over those of its files
 */
public record StorageSettings(
        String root, Retry retry, List<String> placeholders, Map<String, String> hadoop)
        implements Serializable {

    /** To be raised with every change of what decoding makes of a file. */
    private static final int RUN_LAYOUT = 1;

    public StorageSettings {
        placeholders = List.copyOf(placeholders);
        hadoop = Map.copyOf(hadoop);
    }

    /** With the file system's own properties. */
    public StorageSettings(String root, Retry retry, List<String> placeholders) {
        this(root, retry, placeholders, Map.of());
    }

    /** Opens the storage. */
    public Storage open() throws IOException {
        Configuration configuration = new Configuration();
        hadoop.forEach(configuration::set);
        return Storage.open(root, configuration);
    }

    /**
     * Stands for everything but the file that a decoded run depends on: the placeholders, which are
     * marked in it, and the layout of runs.
     */
    public int decoding() {
        CRC32C crc = new CRC32C();
        crc.update(RUN_LAYOUT);
        placeholders.stream()
                .sorted()
                .forEach(text -> crc.update((text + '\0').getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }

    /** Without the file system's secrets, which must get into no log. */
    @Override
    public String toString() {
        return "StorageSettings[root=%s, retry=%s, placeholders=%s, hadoop=%s]"
                .formatted(root, retry, placeholders, Secrets.shown(hadoop));
    }

    /** The placeholders, ready to be recognized. */
    public Placeholders placeholderMatcher() {
        return new Placeholders(placeholders);
    }
}
