package io.foresnap.changelog;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Decompresses blocks of Avro containers, each into an array of its own. For one thread. */
public final class BlockInflater implements AutoCloseable {

    /** A damaged block may claim any size: larger ones are believed only as they come. */
    private static final int LARGEST_AT_ONCE = 1 << 26;

    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

    /** The content of a block that is compressed with zstandard. */
    public byte[] inflate(byte[] data, int from, int length) throws IOException {
        try {
            long size = Zstd.getFrameContentSize(data, from, length);
            if (size > 0 && size <= LARGEST_AT_ONCE) {
                return zstd.decompress(data, from, length, (int) size);
            }
        } catch (ZstdException e) {
            // A block of another writer, with several frames or of unknown size; or a damaged one,
            // as is then found below.
        }
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(data, from, length))) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
