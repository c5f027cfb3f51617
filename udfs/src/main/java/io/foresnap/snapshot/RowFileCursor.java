package io.foresnap.snapshot;

import io.foresnap.changelog.AvroBytes;
import io.foresnap.changelog.DamagedFileException;
import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.JsonRow;
import io.foresnap.changelog.Storage;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Streams a row file block by block, so that memory does not grow with it. The checksum over the
 * whole file is known only at its end: {@link #advance} throws there when it is wrong, and whoever
 * used the rows must discard what was made of them.
 */
public final class RowFileCursor extends EntryCursor implements AutoCloseable {

    private final String path;
    private final @Nullable Integer checksum;
    private final CRC32C crc = new CRC32C();
    private final StorageInput raw;
    private final InputStream in;
    private final DataFileStream<Object> file;
    private final AvroBytes avro = new AvroBytes();
    private long left;

    private RowFileCursor(String path, @Nullable Integer checksum, InputStream raw)
            throws IOException {
        this.path = path;
        this.checksum = checksum;
        this.raw = new StorageInput(raw);
        this.in = new BufferedInputStream(new CheckedInputStream(this.raw, crc), 1 << 16);
        try {
            this.file = new DataFileStream<>(in, new GenericDatumReader<>());
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw failure(e);
        }
        if (!file.getSchema().equals(RowFormat.SCHEMA)) {
            raw.close();
            throw new DamagedFileException(path, "its schema is not io.foresnap.Row");
        }
    }

    /**
     * Opens a row file.
     *
     * @param checksum CRC32C it must have, or null not to check
     */
    public static RowFileCursor open(Storage storage, String path, @Nullable Integer checksum)
            throws IOException {
        return new RowFileCursor(path, checksum, storage.fileSystem().open(new Path(path)));
    }

    @Override
    public boolean advance() throws IOException {
        try {
            while (left == 0) {
                if (!file.hasNext()) {
                    verify();
                    return false;
                }
                ByteBuffer block = file.nextBlock();
                left = file.getBlockCount();
                // The codec may reuse its buffer, but rows handed out must stay as they are.
                byte[] own = new byte[block.remaining()];
                block.get(own);
                avro.reset(ByteBuffer.wrap(own));
            }
            left--;
            read(avro, this);
            return true;
        } catch (DamagedFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    /** Storage that failed may be asked again; a file that cannot be decoded is damaged. */
    private IOException failure(Exception e) {
        IOException ofStorage = raw.failed;
        return ofStorage != null
                ? ofStorage
                : new DamagedFileException(path, String.valueOf(e.getMessage()), e);
    }

    /** Reads one record into the fields of a view. */
    static void read(AvroBytes avro, EntryCursor into) throws IOException {
        into.keyLength = avro.readNullableLength();
        into.keyData = avro.data();
        into.keyPosition = avro.position();
        avro.skip(Math.max(0, into.keyLength));
        into.rowLength = avro.readLength();
        into.rowData = avro.data();
        into.rowPosition = avro.position();
        avro.skip(into.rowLength);
        into.offset = avro.readLong();
        into.tsMs = avro.readLong();
        into.kind = UPSERT;
        if (into.keyLength < 0) {
            into.kind = APPEND;
            into.keyData =
                    JsonRow.parse(into.rowData, into.rowPosition, into.rowLength).canonical();
            into.keyPosition = 0;
            into.keyLength = into.keyData.length;
        }
    }

    private void verify() throws IOException {
        in.transferTo(java.io.OutputStream.nullOutputStream());
        if (checksum != null && (int) crc.getValue() != checksum) {
            throw new DamagedFileException(
                    path,
                    String.format(
                            "its checksum is %08x, but should be %08x",
                            (int) crc.getValue(), checksum));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Remembers whether reading failed, for decoders hide the reason. */
    private static final class StorageInput extends FilterInputStream {

        private @Nullable IOException failed;

        StorageInput(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            try {
                return in.read(into, from, count);
            } catch (IOException e) {
                failed = e;
                throw e;
            }
        }
    }
}
