package io.foresnap.connect;

import io.foresnap.archive.DebeziumEvent;
import io.foresnap.archive.DebeziumParser;
import io.foresnap.archive.EventReader;
import io.foresnap.archive.MalformedEventException;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/** Reads the files of one partition of a topic, one behind the other. */
final class PartitionReader implements EventReader {

    private final FileSystem fileSystem;
    private final KeyColumns keys;
    private final Iterator<SinkFile> files;
    private final DebeziumParser parser = new DebeziumParser();
    private @Nullable SinkFile file;
    private @Nullable DataFileStream<Object> records;
    private @Nullable Object datum;
    private long record;

    PartitionReader(FileSystem fileSystem, List<SinkFile> files, KeyColumns keys) {
        this.fileSystem = fileSystem;
        this.files = files.iterator();
        this.keys = keys;
    }

    @Override
    public boolean advance() throws IOException {
        try {
            while (records == null || !records.hasNext()) {
                close();
                if (!files.hasNext()) {
                    return false;
                }
                open(files.next());
            }
            datum = records.next();
            record++;
        } catch (AvroRuntimeException | IOException e) {
            throw new IOException(file + " is no whole Avro file: " + e.getMessage(), e);
        }
        if (file != null && record > file.width()) {
            throw new IOException(
                    file + " holds more records than the " + file.width() + " its name tells of");
        }
        return true;
    }

    private void open(SinkFile next) throws IOException {
        file = next;
        record = 0;
        requireWhole(next);
        // A model of its own: no other code can have registered conversions with it.
        GenericDatumReader<Object> reader = new GenericDatumReader<>(null, null, new GenericData());
        records =
                new DataFileStream<>(
                        new BufferedInputStream(fileSystem.open(next.path()), 1 << 16), reader);
    }

    /**
     * Avro takes a file that is cut off for one that ends there. A whole one ends in its marker.
     */
    private void requireWhole(SinkFile next) throws IOException {
        byte[] marker = new byte[DataFileConstants.SYNC_SIZE];
        byte[] end = new byte[DataFileConstants.SYNC_SIZE];
        try (FSDataInputStream in = fileSystem.open(next.path())) {
            BinaryDecoder header = DecoderFactory.get().directBinaryDecoder(in, null);
            header.skipFixed(DataFileConstants.MAGIC.length);
            for (long left = header.skipMap(); left != 0; left = header.skipMap()) {
                for (long i = 0; i < left; i++) {
                    header.skipString();
                    header.skipBytes();
                }
            }
            header.readFixed(marker);
            long length = fileSystem.getFileStatus(next.path()).getLen();
            in.readFully(Math.max(0, length - end.length), end);
        }
        if (!Arrays.equals(marker, end)) {
            throw new EOFException("it is cut off");
        }
    }

    @Override
    public Optional<DebeziumEvent> event() throws IOException {
        Optional<DebeziumEvent> event = parser.parse(null, AvroJson.of(datum));
        return event.isEmpty() ? event : Optional.of(withKey(event.get()));
    }

    private DebeziumEvent withKey(DebeziumEvent event) throws IOException {
        ChangeEvent change = event.change();
        if (change.op() == Op.TRUNCATE) {
            return event;
        }
        byte[] row = change.op() == Op.DELETE ? change.before() : change.after();
        ChangeEvent keyed =
                new ChangeEvent(
                        change.offset(),
                        change.tsMs(),
                        change.op(),
                        keys.keyOf(event.table(), row),
                        change.before(),
                        change.after(),
                        change.tx(),
                        change.lsn());
        return new DebeziumEvent(
                event.table(), keyed, event.sourcePosition(), event.delivery(), event.capturedMs());
    }

    @Override
    public String position() {
        return file + " record " + record;
    }

    @Override
    public void close() throws IOException {
        if (records != null) {
            records.close();
            records = null;
        }
    }

    /** Whether a file's last record deletes a row, behind which Debezium sends a tombstone. */
    static boolean endsInDelete(FileSystem fileSystem, SinkFile file) throws IOException {
        try (PartitionReader reader =
                new PartitionReader(fileSystem, List.of(file), KeyColumns.parse(List.of()))) {
            Object last = null;
            while (reader.advance()) {
                last = reader.datum;
            }
            return reader.parser
                    .parse(null, AvroJson.of(last))
                    .filter(event -> event.change().op() == Op.DELETE)
                    .isPresent();
        } catch (MalformedEventException e) {
            throw new MalformedEventException(file + ": " + e.getMessage(), e);
        }
    }
}
