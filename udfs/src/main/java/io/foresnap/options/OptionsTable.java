package io.foresnap.options;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;

/** The table of all options, as the README shows it. */
public final class OptionsTable {

    /** Every option, in order of key. */
    public static List<ConfigOption<?>> all() {
        return Stream.of(
                        ForesnapOptions.class,
                        CacheOptions.class,
                        GuardOptions.class,
                        LaneOptions.class,
                        RankingOptions.class,
                        SecurityOptions.class)
                .flatMap(c -> Arrays.stream(c.getFields()))
                .filter(f -> Modifier.isStatic(f.getModifiers()))
                .filter(f -> f.getType() == ConfigOption.class)
                .<ConfigOption<?>>map(
                        f -> {
                            try {
                                return (ConfigOption<?>) f.get(null);
                            } catch (IllegalAccessException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                .sorted(Comparator.comparing(ConfigOption::key))
                .toList();
    }

    /** A Markdown table: key, default, meaning. */
    public static String markdown() {
        StringBuilder table = new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
        HtmlFormatter text = new HtmlFormatter();
        for (ConfigOption<?> option : all()) {
            table.append("| `")
                    .append(option.key())
                    .append("` | ")
                    .append(defaultOf(option))
                    .append(" | ")
                    .append(text.format(option.description()))
                    .append(" |\n");
        }
        return table.append("| `")
                .append(ForesnapOptions.KAFKA_PROPERTIES_PREFIX)
                .append("*` | – | Handed to every Kafka client without the prefix. |\n| `")
                .append(LaneOptions.STORAGE_PROPERTIES_PREFIX)
                .append("*` | – | Handed to Hadoop's file system without the prefix. |\n")
                .toString();
    }

    private static String defaultOf(ConfigOption<?> option) {
        if (!option.hasDefaultValue()) {
            return "–";
        }
        Object value = option.defaultValue();
        if (value instanceof Duration duration) {
            return "`" + readable(duration) + "`";
        }
        if (value instanceof List<?> list) {
            return "`" + String.join("`; `", list.stream().map(String::valueOf).toList()) + "`";
        }
        return "`" + value + "`";
    }

    private static String readable(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + " ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + " d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private OptionsTable() {}
}
