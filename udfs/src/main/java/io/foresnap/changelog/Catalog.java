package io.foresnap.changelog;

import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What durable storage holds, from listings alone. */
public final class Catalog {

    /** Ids of all tables that have a change log, in order. */
    public static List<String> tables(Storage storage) throws IOException {
        List<String> tables = new ArrayList<>();
        for (FileStatus entry : storage.list(new Path(storage.root(), SegmentWriter.KIND))) {
            String name = entry.getPath().getName();
            if (entry.isDirectory() && !isHidden(name)) {
                TableIds.decode(name).ifPresent(tables::add);
            }
        }
        return tables;
    }

    /** Partition numbers of a table that have a change log, ascending; none for unknown tables. */
    public static List<Integer> partitions(Storage storage, String table) throws IOException {
        TreeSet<Integer> partitions = new TreeSet<>();
        for (FileStatus entry : storage.list(storage.directory(SegmentWriter.KIND, table))) {
            String name = entry.getPath().getName();
            if (entry.isDirectory() && name.matches("0|[1-9]\\d{0,8}")) {
                partitions.add(Integer.valueOf(name));
            }
        }
        return List.copyOf(partitions);
    }

    /** The log of one partition. */
    public static PartitionLog partition(Storage storage, TablePartition of) throws IOException {
        List<SegmentFile> segments = new ArrayList<>();
        Path directory = storage.directory(SegmentWriter.KIND, of.table(), of.partition());
        for (FileStatus entry : storage.list(directory)) {
            SegmentName.parse(entry.getPath().getName())
                    .ifPresent(
                            name ->
                                    segments.add(
                                            new SegmentFile(
                                                    entry.getPath().toString(),
                                                    name,
                                                    entry.getLen())));
        }
        return new PartitionLog(of, segments);
    }

    /** Whether a name is temporary or otherwise not ours to read. */
    public static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    private Catalog() {}
}
