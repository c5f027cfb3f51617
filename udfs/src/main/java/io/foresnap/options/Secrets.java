package io.foresnap.options;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.GlobalConfiguration;

/** Which options are nobody's business, by their keys. */
public final class Secrets {

    /** What Flink shows on its dashboard, for it knows no such options. */
    private static final List<String> UNKNOWN_TO_FLINK =
            List.of("ssl.keystore.key", "credential", "basic.auth.user.info", "encryption.key");

    private Secrets() {}

    /** Whether an option's value is not to be shown. */
    public static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return GlobalConfiguration.isSensitive(key)
                || UNKNOWN_TO_FLINK.stream().anyMatch(lower::contains);
    }

    /** A value as it may be shown. */
    public static String shown(String key, String value) {
        return isSecret(key) ? GlobalConfiguration.HIDDEN_CONTENT : value;
    }

    /** The same of many. */
    public static Map<String, String> shown(Map<String, String> options) {
        Map<String, String> shown = new TreeMap<>(options);
        shown.replaceAll(Secrets::shown);
        return shown;
    }
}
