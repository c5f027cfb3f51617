package io.foresnap.snapshot;

import io.foresnap.changelog.AvroBlockReader;
import io.foresnap.changelog.BlockInflater;
import io.foresnap.changelog.DamagedFileException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/** The blocks of a row file as they come from durable storage; its checksum is known at its end. */
final class StoredBlocks implements RowBlocks {

    private final String path;
    private final @Nullable Integer checksum;
    private final CRC32C crc = new CRC32C();
    private final StorageInput raw;
    private final InputStream in;
    private final AvroBlockReader file;
    private final BlockInflater inflater;
    private final boolean canBeCopied;

    /**
     * @param checksum CRC32C the file must have, or null not to check
     */
    StoredBlocks(String path, @Nullable Integer checksum, InputStream raw) throws IOException {
        this.path = path;
        this.checksum = checksum;
        this.raw = new StorageInput(raw);
        this.in = new BufferedInputStream(new CheckedInputStream(this.raw, crc), 1 << 16);
        try {
            this.file = new AvroBlockReader(in);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw failure(e);
        }
        this.inflater = new BlockInflater();
        if (!file.schema().equals(RowFormat.SCHEMA)) {
            close();
            throw new DamagedFileException(path, "its schema is not io.foresnap.Row");
        }
        this.canBeCopied = RowFormat.isOurs(file);
    }

    @Override
    public @Nullable RowBlock next() throws IOException {
        try {
            if (!file.next()) {
                verify();
                return null;
            }
            return file.isCompressed()
                    ? RowBlock.compressed(
                            path,
                            inflater,
                            file.block(),
                            file.records(),
                            file.isAtEnd(),
                            canBeCopied)
                    : RowBlock.open(path, inflater, file.block(), file.records());
        } catch (DamagedFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    /** Storage that failed may be asked again; a file that cannot be decoded is damaged. */
    @Override
    public IOException failure(Exception e) {
        IOException ofStorage = raw.failed;
        return ofStorage != null
                ? ofStorage
                : new DamagedFileException(path, String.valueOf(e.getMessage()), e);
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
        inflater.close();
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
