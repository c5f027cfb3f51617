package io.foresnap.changelog;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Decompresses blocks of Avro containers, each into an array of its own. For one thread. */
public final class BlockInflater implements AutoCloseable {

    /** A damaged block may claim any size: larger ones are believed only as they come. */
    private static final int LARGEST_AT_ONCE = 1 << 26;

    private static final byte[] NOTHING = {};

    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

    /** The content of a block that is compressed with zstandard. */
    public byte[] inflate(byte[] data, int from, int length) throws IOException {
        ByteBuffer content = inflate(data, from, length, NOTHING);
        byte[] array = content.array();
        return array.length == content.remaining() ? array : Arrays.copyOf(array, content.limit());
    }

    /**
     * The same in an array that is given, where it is large enough, and otherwise in one of its
     * own.
     */
    ByteBuffer inflate(byte[] data, int from, int length, byte[] spare) throws IOException {
        try {
            long size = Zstd.getFrameContentSize(data, from, length);
            if (size > 0 && size <= LARGEST_AT_ONCE) {
                byte[] to = spare.length >= size ? spare : new byte[(int) size];
                int inflated = zstd.decompressByteArray(to, 0, (int) size, data, from, length);
                return ByteBuffer.wrap(to, 0, inflated);
            }
        } catch (ZstdException e) {
            // A block of another writer, with several frames or of unknown size; or a damaged one,
            // as is then found below.
        }
        return ByteBuffer.wrap(inStream(data, from, length));
    }

    private static byte[] inStream(byte[] data, int from, int length) throws IOException {
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(data, from, length))) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
