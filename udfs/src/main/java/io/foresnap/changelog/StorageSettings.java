package io.foresnap.changelog;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * What an operator needs to open durable storage.
 *
 * @param root its URI
 * @param retry how failed operations are tried again
 * @param placeholders texts by which the source marks unchanged columns
 */
public record StorageSettings(String root, Retry retry, List<String> placeholders)
        implements Serializable {

    public StorageSettings {
        placeholders = List.copyOf(placeholders);
    }

    /** Opens the storage. */
    public Storage open() throws IOException {
        return Storage.open(root);
    }

    /** The placeholders, ready to be recognized. */
    public Placeholders placeholderMatcher() {
        return new Placeholders(placeholders);
    }
}
