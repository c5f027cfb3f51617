package io.foresnap.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;

/**
 * A store whose files are encrypted in another, a chunk at a time.
 *
 * <p>Layout, big endian: {@code magic (4 bytes), id of the key (8), salt (32), CRC32C of these
 * (4)}, then the content in chunks of 16 KiB, the last of which may be shorter, each followed by
 * its tag (16). The checksum is only to tell a damaged file from one of another key.
 */
final class EncryptedStore implements DiskStore {

    /** What an encrypted file begins with: in no byte what another one does. */
    static final int MAGIC = 0x9AE5C0DE;

    private static final int CHECKED_HEAD =
            Integer.BYTES + DiskKey.ID_BYTES + ChunkCipher.SALT_BYTES;
    private static final int HEAD = CHECKED_HEAD + Integer.BYTES;
    private static final int CHUNK = ChunkCipher.CHUNK_BYTES;
    private static final int TAG = ChunkCipher.TAG_BYTES;

    private final DiskStore store;
    private final DiskKey key;

    EncryptedStore(DiskStore store, DiskKey key) {
        this.store = store;
        this.key = key;
    }

    private static long chunks(long bytes, int perChunk) {
        return Math.max(1, (bytes + perChunk - 1) / perChunk);
    }

    @Override
    public List<Stored> list() throws IOException {
        // What was put aside may have been written before there was a key.
        store.emptyQuarantine();
        List<Stored> plain = new ArrayList<>();
        for (Stored stored : store.list()) {
            long chunked = stored.bytes() - HEAD;
            plain.add(new Stored(stored.name(), chunked - TAG * chunks(chunked, CHUNK + TAG)));
        }
        return plain;
    }

    @Override
    public long bytesFor(long contentBytes) {
        return store.bytesFor(HEAD + contentBytes + TAG * chunks(contentBytes, CHUNK));
    }

    @Override
    public byte[] readFirst(String name, int bytes) throws IOException {
        long wanted = HEAD + chunks(bytes, CHUNK) * (CHUNK + TAG);
        // One byte more, if there is one, says that the last chunk is not among them.
        int read = (int) Math.min(wanted + 1, Integer.MAX_VALUE - Long.BYTES);
        byte[] first = store.readFirst(name, read);
        byte[] plain =
                decrypted(
                        name, first, (int) Math.min(wanted, first.length), first.length <= wanted);
        return plain.length > bytes ? Arrays.copyOf(plain, bytes) : plain;
    }

    @Override
    public byte[] read(String name) throws IOException {
        byte[] whole = store.read(name);
        return decrypted(name, whole, whole.length, true);
    }

    private byte[] decrypted(String name, byte[] file, int end, boolean toTheEnd)
            throws DiskFile.DamagedException {
        ChunkCipher cipher = new ChunkCipher(key, checkedSalt(file), name);
        int chunks = (int) chunks(end - HEAD, CHUNK + TAG);
        int plainBytes = end - HEAD - TAG * chunks;
        if (plainBytes < 0) {
            throw new DiskFile.DamagedException("ends within a chunk");
        }
        ByteBuffer plain = ByteBuffer.allocate(plainBytes);
        for (int i = 0; i < chunks; i++) {
            int from = HEAD + i * (CHUNK + TAG);
            int length = Math.min(CHUNK + TAG, end - from);
            if (length < TAG) {
                throw new DiskFile.DamagedException("ends within a chunk");
            }
            boolean last = toTheEnd && i == chunks - 1;
            cipher.decrypt(i, last, ByteBuffer.wrap(file, from, length), plain);
        }
        return plain.array();
    }

    /** The salt of a file of this key's. */
    private byte[] checkedSalt(byte[] file) throws DiskFile.DamagedException {
        int magic = file.length < Integer.BYTES ? 0 : ByteBuffer.wrap(file).getInt();
        if (magic == DiskFile.MAGIC) {
            throw new DiskFile.OtherKeyException("was written without a key");
        }
        if (file.length < HEAD || magic != MAGIC) {
            throw new DiskFile.DamagedException("has no beginning");
        }
        if (ByteBuffer.wrap(file).getInt(CHECKED_HEAD) != checksum(file)) {
            throw new DiskFile.DamagedException("has a head with a wrong checksum");
        }
        int salt = Integer.BYTES + DiskKey.ID_BYTES;
        if (!Arrays.equals(file, Integer.BYTES, salt, key.id(), 0, DiskKey.ID_BYTES)) {
            throw new DiskFile.OtherKeyException("was written with another key");
        }
        return Arrays.copyOfRange(file, salt, salt + ChunkCipher.SALT_BYTES);
    }

    private static int checksum(byte[] head) {
        CRC32C crc = new CRC32C();
        crc.update(head, 0, CHECKED_HEAD);
        return (int) crc.getValue();
    }

    private ByteBuffer head(byte[] salt) {
        ByteBuffer head = ByteBuffer.allocate(HEAD).putInt(MAGIC).put(key.id()).put(salt);
        return head.putInt(checksum(head.array())).flip();
    }

    @Override
    public void write(String name, Iterable<ByteBuffer> content) throws IOException {
        byte[] salt = ChunkCipher.newSalt();
        ChunkCipher cipher = new ChunkCipher(key, salt, name);
        store.write(name, () -> new Parts(head(salt), content, cipher));
    }

    /** The parts of an encrypted file: its head and its chunks, each valid until the next. */
    private static final class Parts implements Iterator<ByteBuffer> {

        private final ByteBuffer head;
        private final Iterator<ByteBuffer> content;
        private final ChunkCipher cipher;
        private final ByteBuffer plain = ByteBuffer.allocate(CHUNK);
        private final ByteBuffer encrypted = ByteBuffer.allocate(CHUNK + TAG);
        private ByteBuffer part = ByteBuffer.allocate(0);
        private long left;
        private int next = -1;
        private boolean ended;

        Parts(ByteBuffer head, Iterable<ByteBuffer> content, ChunkCipher cipher) {
            this.head = head;
            this.content = content.iterator();
            this.cipher = cipher;
            content.forEach(each -> left += each.remaining());
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public ByteBuffer next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            int number = next++;
            return number < 0 ? head : chunk(number);
        }

        private ByteBuffer chunk(int number) {
            fill();
            left -= plain.remaining();
            ended = left == 0;
            cipher.encrypt(number, ended, plain, encrypted.clear());
            return encrypted.flip();
        }

        private void fill() {
            plain.clear();
            while (plain.hasRemaining() && (part.hasRemaining() || content.hasNext())) {
                part = part.hasRemaining() ? part : content.next();
                int bytes = Math.min(plain.remaining(), part.remaining());
                plain.put(part.slice().limit(bytes));
                part.position(part.position() + bytes);
            }
            plain.flip();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        store.delete(name);
    }

    @Override
    public void quarantine(String name) throws IOException {
        store.quarantine(name);
    }

    @Override
    public void emptyQuarantine() throws IOException {
        store.emptyQuarantine();
    }

    @Override
    public String toString() {
        return store.toString();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
