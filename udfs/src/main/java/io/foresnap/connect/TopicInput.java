package io.foresnap.connect;

import io.foresnap.archive.DebeziumEvent;
import io.foresnap.archive.EventInput;
import io.foresnap.archive.EventReader;
import io.foresnap.archive.MalformedEventException;
import io.foresnap.event.Op;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The files of a topic as one stream in commit order. Within a partition the order stays as it is;
 * of several partitions the one whose next event was committed first (by the running maximum of the
 * commit time, then by log sequence number) is next.
 */
final class TopicInput implements EventInput {

    private final FileSystem fileSystem;
    private final List<List<SinkFile>> partitions;
    private final KeyColumns keys;

    /**
     * @param partitions of each partition its files in order of offset
     */
    TopicInput(FileSystem fileSystem, List<List<SinkFile>> partitions, KeyColumns keys) {
        this.fileSystem = fileSystem;
        this.partitions = partitions;
        this.keys = keys;
    }

    @Override
    public EventReader open() throws IOException {
        List<PartitionReader> readers = new ArrayList<>();
        for (List<SinkFile> files : partitions) {
            readers.add(new PartitionReader(fileSystem, files, keys));
        }
        return new Merged(readers);
    }

    /** A partition with its next event. */
    private static final class Head implements Comparable<Head> {

        private final PartitionReader reader;
        private final int number;
        private @Nullable DebeziumEvent event;
        private long effectiveTs = Long.MIN_VALUE;

        Head(PartitionReader reader, int number) {
            this.reader = reader;
            this.number = number;
        }

        boolean advance() throws IOException {
            while (reader.advance()) {
                event = parse().orElse(null);
                if (event != null) {
                    effectiveTs = Math.max(effectiveTs, event.change().tsMs());
                    return true;
                }
            }
            return false;
        }

        private Optional<DebeziumEvent> parse() throws IOException {
            try {
                return reader.event();
            } catch (MalformedEventException e) {
                throw new MalformedEventException(reader.position() + ": " + e.getMessage(), e);
            }
        }

        private long lsn() {
            Long lsn = event == null ? null : event.change().lsn();
            return lsn == null ? Long.MIN_VALUE : lsn;
        }

        /** A changed key is deleted before it is created, at one and the same position. */
        private boolean deletes() {
            return event != null && event.change().op() == Op.DELETE;
        }

        @Override
        public int compareTo(Head other) {
            int byTime = Long.compare(effectiveTs, other.effectiveTs);
            int byLsn = byTime != 0 ? byTime : Long.compare(lsn(), other.lsn());
            int byOp = byLsn != 0 ? byLsn : Boolean.compare(other.deletes(), deletes());
            return byOp != 0 ? byOp : Integer.compare(number, other.number);
        }
    }

    private static final class Merged implements EventReader {

        private final List<PartitionReader> readers;
        private final PriorityQueue<Head> heads = new PriorityQueue<>();
        private @Nullable Head current;
        private boolean begun;

        Merged(List<PartitionReader> readers) {
            this.readers = readers;
        }

        @Override
        public boolean advance() throws IOException {
            if (!begun) {
                begun = true;
                for (int i = 0; i < readers.size(); i++) {
                    add(new Head(readers.get(i), i));
                }
            }
            if (current != null) {
                add(current);
            }
            current = heads.poll();
            return current != null;
        }

        private void add(Head head) throws IOException {
            if (head.advance()) {
                heads.add(head);
            }
        }

        @Override
        public Optional<DebeziumEvent> event() {
            return current == null ? Optional.empty() : Optional.ofNullable(current.event);
        }

        @Override
        public String position() {
            return current == null ? "" : current.reader.position();
        }

        @Override
        public void close() throws IOException {
            for (PartitionReader reader : readers) {
                reader.close();
            }
        }
    }
}
