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
        long size = Zstd.getFrameContentSize(data, from, length);
        if (size > 0 && size <= LARGEST_AT_ONCE) {
            byte[] content = new byte[(int) size];
            try {
                if (zstd.decompressByteArray(content, 0, content.length, data, from, length)
                        == size) {
                    return content;
                }
            } catch (ZstdException e) {
                // Several frames, which other writers may make; or damaged, as is then found below.
            }
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
