package io.foresnap.cluster;

import io.foresnap.options.OptionsTable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** All options of Flink's core and of RocksDB, found in their classes, and our own. */
final class KnownOptions {

    private static final String REPORTERS = "metrics.reporter.";

    /** Keys that are no option's, and values that are not of their option's type. */
    static List<String> problems(Configuration configuration) throws IOException {
        Map<String, ConfigOption<?>> known = all();
        List<String> problems = new ArrayList<>();
        for (String key : configuration.keySet()) {
            ConfigOption<?> option = known.get(key);
            if (option == null) {
                if (!key.startsWith(REPORTERS)) {
                    problems.add("no option: " + key);
                }
                continue;
            }
            try {
                configuration.getOptional(option);
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    private static Map<String, ConfigOption<?>> all() throws IOException {
        Map<String, ConfigOption<?>> known = new HashMap<>();
        OptionsTable.all().forEach(option -> known.put(option.key(), option));
        for (Class<?> marker : List.of(ConfigOption.class, RocksDBOptions.class)) {
            for (Class<?> holder : optionClasses(marker)) {
                for (Field field : holder.getFields()) {
                    add(field, known);
                }
            }
        }
        return known;
    }

    private static void add(Field field, Map<String, ConfigOption<?>> known) {
        if (!Modifier.isStatic(field.getModifiers())
                || !ConfigOption.class.isAssignableFrom(field.getType())) {
            return;
        }
        try {
            ConfigOption<?> option = (ConfigOption<?>) field.get(null);
            if (option != null) {
                known.put(option.key(), option);
                for (FallbackKey key : option.fallbackKeys()) {
                    known.putIfAbsent(key.getKey(), option);
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those beside a class in its jar. */
    private static List<Class<?>> optionClasses(Class<?> marker) throws IOException {
        String folder = marker.getPackageName().replace('.', '/') + "/";
        List<Class<?>> found = new ArrayList<>();
        try (JarFile jar =
                new JarFile(
                        Path.of(marker.getProtectionDomain().getCodeSource().getLocation().toURI())
                                .toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                String name = entry.getName();
                if (name.startsWith(folder) && name.endsWith("Options.class")) {
                    found.add(
                            Class.forName(
                                    name.substring(0, name.length() - ".class".length())
                                            .replace('/', '.')));
                }
            }
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new IOException(e);
        }
        return found;
    }

    private KnownOptions() {}
}
