package io.foresnap.connect;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * A file of the sink, by its name.
 *
 * @param path where it is
 * @param topic Kafka topic
 * @param partition partition of the topic
 * @param start offset of its first record
 * @param end offset of its last record
 */
record SinkFile(Path path, String topic, int partition, long start, long end) {

    static final String EXTENSION = ".avro";

    private static final Pattern NAME =
            Pattern.compile("(.+)\\+(\\d{1,9})\\+(\\d{1,18})\\+(\\d{1,18})\\.avro");

    /** Empty when the name is none of the sink's. */
    static Optional<SinkFile> of(Path path) {
        Matcher name = NAME.matcher(path.getName());
        if (!name.matches()) {
            return Optional.empty();
        }
        SinkFile file =
                new SinkFile(
                        path,
                        name.group(1),
                        Integer.parseInt(name.group(2)),
                        Long.parseLong(name.group(3)),
                        Long.parseLong(name.group(4)));
        return file.end < file.start ? Optional.empty() : Optional.of(file);
    }

    /** How many records it can hold at most. */
    long width() {
        return end - start + 1;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
