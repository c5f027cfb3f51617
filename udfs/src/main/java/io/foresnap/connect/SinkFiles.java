package io.foresnap.connect;

import io.foresnap.archive.EventInput;
import io.foresnap.changelog.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Finds the sink's files and makes sure that none is missing between them.
 *
 * <p>A file's name tells its first and last offset, so a lost file leaves a gap. Gaps are errors
 * unless allowed, with one exception: one missing offset behind a file that ends in a delete is the
 * delete's tombstone, which the sink cannot write.
 */
public final class SinkFiles implements AutoCloseable {

    private final KeyColumns keys;
    private final boolean allowGaps;
    private final List<Storage> opened = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    /**
     * @param keys which columns make the keys
     * @param allowGaps whether offsets may be missing: a compacted topic, or one that is written in
     *     transactions, has holes of its own
     */
    public SinkFiles(KeyColumns keys, boolean allowGaps) {
        this.keys = keys;
        this.allowGaps = allowGaps;
    }

    /**
     * Lists folders, recursively, and files.
     *
     * @param locations Hadoop URIs or local paths
     * @return an input a topic, in order of topic
     */
    public List<EventInput> list(List<String> locations) throws IOException {
        List<EventInput> inputs = new ArrayList<>();
        for (Map.Entry<FileSystem, List<SinkFile>> found : find(locations).entrySet()) {
            inputs.addAll(inputs(found.getKey(), found.getValue()));
        }
        return inputs;
    }

    /** Gaps that were allowed, in plain words. */
    public List<String> gaps() {
        return gaps;
    }

    private Map<FileSystem, List<SinkFile>> find(List<String> locations) throws IOException {
        Map<String, Storage> storages = new TreeMap<>();
        Map<FileSystem, List<SinkFile>> found = new java.util.LinkedHashMap<>();
        for (String location : locations) {
            Storage storage = Storage.open(location);
            opened.add(storage);
            Storage first =
                    storages.computeIfAbsent(
                            storage.fileSystem().getUri().toString(), uri -> storage);
            find(
                    storage.root(),
                    first.fileSystem(),
                    found.computeIfAbsent(first.fileSystem(), fs -> new ArrayList<>()));
        }
        return found;
    }

    private static void find(Path location, FileSystem fileSystem, List<SinkFile> into)
            throws IOException {
        int before = into.size();
        boolean isFile;
        try {
            isFile = fileSystem.getFileStatus(location).isFile();
        } catch (FileNotFoundException e) {
            throw new IOException("--events: no such file or folder: " + location, e);
        }
        if (isFile) {
            into.add(named(location));
            return;
        }
        RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(location, true);
        while (all.hasNext()) {
            Path path = all.next().getPath();
            if (path.getName().endsWith(SinkFile.EXTENSION) && !isHidden(path, location)) {
                into.add(named(path));
            }
        }
        if (into.size() == before) {
            throw new IOException("--events: no Avro file below " + location);
        }
    }

    private static SinkFile named(Path path) throws IOException {
        return SinkFile.of(path)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "--events: "
                                                + path
                                                + " is not named"
                                                + " <topic>+<partition>+<start>+<end>.avro"));
    }

    /** What the sink is still writing lies in {@code +tmp}. */
    private static boolean isHidden(Path path, Path below) {
        String inner = path.toUri().getPath().substring(below.toUri().getPath().length());
        for (String part : inner.split("/", -1)) {
            if (part.startsWith(".") || part.startsWith("_") || part.startsWith("+")) {
                return true;
            }
        }
        return false;
    }

    private List<EventInput> inputs(FileSystem fileSystem, List<SinkFile> all) throws IOException {
        Map<String, Map<Integer, List<SinkFile>>> topics = new TreeMap<>();
        for (SinkFile file : all) {
            topics.computeIfAbsent(file.topic(), t -> new TreeMap<>())
                    .computeIfAbsent(file.partition(), p -> new ArrayList<>())
                    .add(file);
        }
        List<EventInput> inputs = new ArrayList<>();
        for (Map<Integer, List<SinkFile>> topic : topics.values()) {
            for (List<SinkFile> partition : topic.values()) {
                partition.sort(Comparator.comparingLong(SinkFile::start));
                check(fileSystem, partition);
            }
            inputs.add(new TopicInput(fileSystem, List.copyOf(topic.values()), keys));
        }
        return inputs;
    }

    private void check(FileSystem fileSystem, List<SinkFile> partition) throws IOException {
        for (int i = 1; i < partition.size(); i++) {
            SinkFile before = partition.get(i - 1);
            SinkFile file = partition.get(i);
            if (file.start() <= before.end()) {
                throw new IOException(
                        "--events: " + before + " and " + file + " hold the same offsets");
            }
            long missing = file.start() - before.end() - 1;
            if (missing > 0) {
                checkGap(fileSystem, before, file, missing);
            }
        }
    }

    private void checkGap(FileSystem fileSystem, SinkFile before, SinkFile file, long missing)
            throws IOException {
        String gap =
                String.format(
                        "%s partition %d: offsets %d to %d are missing between %s and %s",
                        file.topic(),
                        file.partition(),
                        before.end() + 1,
                        file.start() - 1,
                        before.path().getName(),
                        file.path().getName());
        if (missing == 1 && PartitionReader.endsInDelete(fileSystem, before)) {
            return;
        }
        if (!allowGaps) {
            throw new IOException(
                    "--events: "
                            + gap
                            + "; --allow-gaps takes such gaps for the topic's own (compaction,"
                            + " transactions)");
        }
        gaps.add(gap);
    }

    @Override
    public void close() throws IOException {
        for (Storage storage : opened) {
            storage.close();
        }
    }
}
