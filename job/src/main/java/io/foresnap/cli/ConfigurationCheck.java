package io.foresnap.cli;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.LaneOptions;
import io.foresnap.options.OptionsTable;
import io.foresnap.options.Secrets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Finds what is wrong with {@code -Dkey=value} before anything starts. */
final class ConfigurationCheck {

    /** The first problem: an unknown key among our own, or a value that is not of its type. */
    static Optional<String> problem(Map<String, String> overrides) {
        Configuration configuration = Configuration.fromMap(overrides);
        List<ConfigOption<?>> options = OptionsTable.all();
        for (ConfigOption<?> option : options) {
            try {
                configuration.getOptional(option);
            } catch (IllegalArgumentException e) {
                return Optional.of(
                        "-D%s: '%s' is no value of this option, which takes %s"
                                .formatted(
                                        option.key(),
                                        Secrets.shown(
                                                option.key(),
                                                overrides.getOrDefault(option.key(), "")),
                                        expected(option)));
            }
        }
        return overrides.keySet().stream()
                .filter(key -> isMisspelt(key, options))
                .findFirst()
                .map(key -> "-D" + key + ": there is no such option");
    }

    /** Other groups are Flink's, and Flink has thousands of options. */
    private static boolean isMisspelt(String key, List<ConfigOption<?>> options) {
        return !key.startsWith(ForesnapOptions.KAFKA_PROPERTIES_PREFIX)
                && !key.startsWith(LaneOptions.STORAGE_PROPERTIES_PREFIX)
                && options.stream().anyMatch(o -> group(o.key()).equals(group(key)))
                && options.stream().noneMatch(o -> o.key().equals(key));
    }

    private static String group(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    private static String expected(ConfigOption<?> option) {
        if (option.defaultValue() instanceof Enum<?> value) {
            return "one of "
                    + Arrays.stream(value.getDeclaringClass().getEnumConstants())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "));
        }
        return option.hasDefaultValue()
                ? "a value such as " + option.defaultValue()
                : "another type of value";
    }

    private ConfigurationCheck() {}
}
