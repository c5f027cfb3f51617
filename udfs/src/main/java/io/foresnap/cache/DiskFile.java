package io.foresnap.cache;

import io.foresnap.changelog.CachedFile;
import io.foresnap.changelog.CompactedRun;
import io.foresnap.changelog.Run;
import io.foresnap.snapshot.SnapshotBlocks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What the disk tier writes of an entry.
 *
 * <p>Layout, big endian: {@code magic (4 bytes), length of the head (4), length of the content (4),
 * CRC32C of these and the head (4)}, the head: {@code number of files (4)}, then per file {@code
 * path (length in 2 bytes, UTF-8), bytes in durable storage (8), first offset (8), offset behind it
 * (8)}; the content; {@code CRC32C of the content (4)}. Offsets are those of compacted segments, 0
 * otherwise.
 */
final class DiskFile {

    /** Holds the head of a file that was not compacted. */
    static final int USUAL_HEAD = 1024;

    /** What a file begins with. */
    static final int MAGIC = 0x46534431;

    /** Java copies what is written at once to memory outside the heap, which is scarce. */
    private static final int PART = 1 << 20;

    private static final int PREFIX = 16;
    private static final int CHECKED_PREFIX = 12;

    private DiskFile() {}

    /** A file that is not what was written. */
    static class DamagedException extends IOException {

        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /** A file that was written with another key than the tier has now, or without one. */
    static final class OtherKeyException extends DamagedException {

        private static final long serialVersionUID = 1L;

        OtherKeyException(String message) {
            super(message);
        }
    }

    /**
     * A file's head.
     *
     * @param decoding what its content was decoded by
     * @param files what it holds, all of it used: who prefetched it is not kept
     * @param parts the same as parts of a compacted run
     * @param bytes size of the whole file
     * @param contentFrom where the content begins
     */
    record Head(
            int decoding,
            List<CacheEntry.Source> files,
            List<CompactedRun.Part> parts,
            long bytes,
            int contentFrom) {}

    /** The bytes of an entry's file, in parts of moderate size. */
    static List<ByteBuffer> write(CacheEntry entry, int decoding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(bytes);
        head.writeInt(decoding);
        head.writeInt(entry.files().size());
        for (int i = 0; i < entry.files().size(); i++) {
            CacheEntry.Source file = entry.files().get(i);
            head.writeUTF(file.path());
            head.writeLong(file.bytes());
            boolean compacted = entry.content() instanceof CompactedRun;
            head.writeLong(compacted ? part(entry, i).from() : 0);
            head.writeLong(compacted ? part(entry, i).to() : 0);
        }
        byte[] content = entry.content().bytes();
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
        prefix.putInt(MAGIC).putInt(bytes.size()).putInt(content.length);
        byte[] headBytes = bytes.toByteArray();
        prefix.putInt(headCrc(prefix.array(), headBytes, 0, headBytes.length)).flip();
        CRC32C crc = new CRC32C();
        crc.update(content);
        ByteBuffer end = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).flip();
        List<ByteBuffer> parts = new ArrayList<>(List.of(prefix, ByteBuffer.wrap(headBytes)));
        for (int at = 0; at < content.length; at += PART) {
            parts.add(ByteBuffer.wrap(content, at, Math.min(PART, content.length - at)));
        }
        parts.add(end);
        return parts;
    }

    private static CompactedRun.Part part(CacheEntry entry, int index) throws IOException {
        CompactedRun run = (CompactedRun) entry.content();
        CompactedRun.Part part = run.parts().get(index);
        if (!part.path().equals(entry.files().get(index).path())) {
            throw new IOException("the parts of " + part.path() + " are in disorder");
        }
        return part;
    }

    private static int headCrc(byte[] prefix, byte[] head, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(prefix, 0, CHECKED_PREFIX);
        crc.update(head, from, length);
        return (int) crc.getValue();
    }

    /** How many bytes the prefix and head take, by the first bytes of a file. */
    static int headBytes(byte[] first) throws DamagedException {
        if (first.length >= PREFIX && ByteBuffer.wrap(first).getInt() == EncryptedStore.MAGIC) {
            throw new OtherKeyException("was written with a key");
        }
        if (first.length < PREFIX || ByteBuffer.wrap(first).getInt() != MAGIC) {
            throw new DamagedException("has no beginning");
        }
        int length = ByteBuffer.wrap(first).getInt(Integer.BYTES);
        if (length < Integer.BYTES || length > Integer.MAX_VALUE - PREFIX) {
            throw new DamagedException("says that its head has " + length + " bytes");
        }
        return PREFIX + length;
    }

    /**
     * Reads the head.
     *
     * @param first at least the {@linkplain #headBytes first bytes} unless the file is too short
     */
    static Head head(byte[] first) throws IOException {
        int end = headBytes(first);
        if (first.length < end) {
            throw new DamagedException("ends within its head");
        }
        ByteBuffer prefix = ByteBuffer.wrap(first);
        int contentBytes = prefix.getInt(2 * Integer.BYTES);
        if (prefix.getInt(CHECKED_PREFIX) != headCrc(first, first, PREFIX, end - PREFIX)) {
            throw new DamagedException("has a head with a wrong checksum");
        }
        DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(first, PREFIX, end - PREFIX));
        int decoding = in.readInt();
        int count = in.readInt();
        List<CacheEntry.Source> files = new ArrayList<>();
        List<CompactedRun.Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = in.readUTF();
            files.add(new CacheEntry.Source(path, in.readLong(), FirstUse.made()));
            parts.add(new CompactedRun.Part(path, in.readLong(), in.readLong()));
        }
        return new Head(decoding, files, parts, (long) end + contentBytes + Integer.BYTES, end);
    }

    /**
     * The content of a whole file.
     *
     * @param path of a durable file that it has to hold
     * @throws DamagedException when it is not what was written
     */
    static CachedFile content(byte[] file, String path) throws IOException {
        Head head = head(file);
        if (head.files().stream().noneMatch(held -> held.path().equals(path))) {
            throw new DamagedException("does not hold " + path);
        }
        if (head.bytes() != file.length) {
            throw new DamagedException("has " + file.length + " bytes in place of " + head.bytes());
        }
        int to = file.length - Integer.BYTES;
        CRC32C crc = new CRC32C();
        crc.update(file, head.contentFrom(), to - head.contentFrom());
        if ((int) crc.getValue() != ByteBuffer.wrap(file).getInt(to)) {
            throw new DamagedException("has a content with a wrong checksum");
        }
        byte[] content = java.util.Arrays.copyOfRange(file, head.contentFrom(), to);
        if (head.files().size() > 1) {
            return CompactedRun.of(head.parts(), Run.of(content));
        }
        return SnapshotBlocks.isOne(content) ? SnapshotBlocks.of(content) : Run.of(content);
    }
}
