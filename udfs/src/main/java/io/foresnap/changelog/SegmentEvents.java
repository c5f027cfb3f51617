package io.foresnap.changelog;

import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A segment's events as they were written, for the few who need more than a {@link Run}. */
public final class SegmentEvents {

    /** Decodes a segment file, whose bytes must have the checksum. */
    public static List<ChangeEvent> read(Storage storage, String path, long bytes, int crc32c)
            throws IOException {
        byte[] content = storage.readAll(path, bytes);
        SegmentReader.verify(path, crc32c, content);
        List<ChangeEvent> events = new ArrayList<>();
        try (DataFileReader<GenericRecord> file =
                new DataFileReader<>(
                        new SeekableByteArrayInput(content),
                        new GenericDatumReader<>(SegmentFormat.SCHEMA))) {
            while (file.hasNext()) {
                events.add(event(file.next()));
            }
        } catch (IOException | RuntimeException e) {
            throw new DamagedFileException(path, String.valueOf(e.getMessage()), e);
        }
        return events;
    }

    private static ChangeEvent event(GenericRecord record) {
        Object tx = record.get("tx");
        return new ChangeEvent(
                (long) record.get("offset"),
                (long) record.get("ts_ms"),
                Op.of(record.get("op").toString()),
                bytes(record.get("key")),
                bytes(record.get("before")),
                bytes(record.get("after")),
                tx == null ? null : tx.toString(),
                (Long) record.get("lsn"));
    }

    private static byte @Nullable [] bytes(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private SegmentEvents() {}
}
