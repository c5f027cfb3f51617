package io.foresnap.verify;

import io.foresnap.changelog.DamagedFileException;
import io.foresnap.changelog.Storage;
import io.foresnap.snapshot.RowFileCursor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.Path;

/** Checks of single files, streamed. */
final class FileChecks {

    private static final int BUFFER = 1 << 17;

    /** Throws unless the file has this size and checksum. */
    static void checksum(
            Storage storage, String path, long bytes, int expected, LongConsumer progress)
            throws IOException {
        CRC32C crc = new CRC32C();
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = storage.fileSystem().open(new Path(path))) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                size += n;
                progress.accept(n);
            }
        }
        if (size != bytes) {
            throw new WrongChecksumException(path, "it has " + size + " bytes, not " + bytes);
        }
        if ((int) crc.getValue() != expected) {
            throw new WrongChecksumException(
                    path,
                    String.format(
                            "its checksum is %08x, but should be %08x",
                            (int) crc.getValue(), expected));
        }
    }

    /** The content is not what was written. */
    static final class WrongChecksumException extends IOException {

        private static final long serialVersionUID = 1L;

        WrongChecksumException(String path, String what) {
            super("damaged file " + path + ": " + what);
        }
    }

    /**
     * Decodes a row file.
     *
     * @param end offset behind the last change that may be in it
     * @return its number of rows
     */
    static long rows(Storage storage, String path, long end) throws IOException {
        long rows = 0;
        byte[] last = new byte[0];
        boolean lastKeyless = false;
        try (RowFileCursor row = RowFileCursor.open(storage, path, null)) {
            while (row.advance()) {
                if (row.offset >= end) {
                    throw new DamagedFileException(
                            path, "a row of offset " + row.offset + " is beyond its end " + end);
                }
                byte[] key =
                        Arrays.copyOfRange(
                                row.keyData, row.keyPosition, row.keyPosition + row.keyLength);
                int order = Arrays.compareUnsigned(last, key);
                boolean mayRepeat = row.isKeyless() || lastKeyless;
                if (rows > 0 && (order > 0 || order == 0 && !mayRepeat)) {
                    throw new DamagedFileException(
                            path, "row " + (rows + 1) + " is not in order of key");
                }
                last = key;
                lastKeyless = row.isKeyless();
                rows++;
            }
        }
        return rows;
    }

    private FileChecks() {}
}
