package io.foresnap.changelog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment (or a snapshot) decoded and sorted by (key, offset), in one array: what the cache
 * holds, what travels to the serving nodes and what a merge reads. About as large as the rows in
 * it, with 6 to 30 bytes of bookkeeping an entry.
 *
 * <p>Keys stand in full, although neighbours begin alike: writing only where they differ would
 * spare 6 to 13 % of a captured stream's runs, and cost an array per change, for a merge only
 * points at keys.
 *
 * <p>Layout, all lengths and numbers variable length unless said: {@code magic (4 bytes), entries
 * (4), base offset (8), base time (8), length of the beginning that all keys share (4), flags (4)},
 * then per entry {@code head (1 byte: kind, flags), key length, row length, offset - base,
 * zigzag(time - base), [lsn (8), tx hash (8)], key, row}.
 */
public final class Run implements CachedFile {

    static final int MAGIC = 0x46534e32;
    static final int HEADER = 32;
    static final int MOVES_ROWS = 1;
    static final int FLAG_PLACEHOLDER = 8;
    static final int FLAG_CREATE = 16;
    static final int FLAG_POSITION = 32;
    static final int KIND_MASK = 7;

    private final byte[] data;
    private final int entries;
    private final long baseOffset;
    private final long baseTs;
    private final int commonPrefix;
    private final int flags;

    private Run(byte[] data, ByteBuffer header) {
        this.data = data;
        this.entries = header.getInt();
        this.baseOffset = header.getLong();
        this.baseTs = header.getLong();
        this.commonPrefix = header.getInt();
        this.flags = header.getInt();
    }

    /** A run from its bytes, which the caller gives away. */
    public static Run of(byte[] data) {
        ByteBuffer header = ByteBuffer.wrap(data);
        if (data.length < HEADER || header.getInt() != MAGIC) {
            throw new IllegalArgumentException("not a run");
        }
        return new Run(data, header);
    }

    /** The hash by which runs know a transaction id. */
    public static long hashOf(byte[] tx, int from, int length) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ tx[i]) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public byte[] bytes() {
        return data;
    }

    /** How many changes or rows it holds. */
    public int entries() {
        return entries;
    }

    /** How many first bytes all its keys have in common. */
    public int commonPrefix() {
        return commonPrefix;
    }

    /** Whether it has inserts with placeholders that a row moved by a key change may fill. */
    public boolean movesRows() {
        return (flags & MOVES_ROWS) != 0;
    }

    /** A commit time near those in it, epoch milliseconds. */
    long baseTs() {
        return baseTs;
    }

    /** A new cursor over its entries. */
    public EntryCursor cursor() {
        return newCursor();
    }

    Cursor newCursor() {
        return new Cursor();
    }

    /**
     * The cut at a target time: the first offset in {@code [from, to)} whose commit time lies after
     * it; {@link Long#MAX_VALUE} when there is none.
     */
    public long firstOffsetAfter(long targetMs, long from, long to) {
        long cut = Long.MAX_VALUE;
        Cursor cursor = new Cursor();
        while (cursor.advance()) {
            if (cursor.tsMs > targetMs
                    && cursor.offset >= from
                    && cursor.offset < Math.min(to, cut)) {
                cut = cursor.offset;
            }
        }
        return cut;
    }

    /**
     * The greatest commit time of an offset in {@code [from, to)}; {@link Long#MIN_VALUE} when
     * there is none.
     */
    public long greatestTs(long from, long to) {
        long greatest = Long.MIN_VALUE;
        Cursor cursor = new Cursor();
        while (cursor.advance()) {
            if (cursor.offset >= from && cursor.offset < to) {
                greatest = Math.max(greatest, cursor.tsMs);
            }
        }
        return greatest;
    }

    /** Whether it has entries without key (truncates, refused changes). */
    public boolean hasLeading() {
        Cursor cursor = new Cursor();
        return cursor.advance() && cursor.keyLength == 0;
    }

    /** The entries without key (truncates, refused changes): they sort first. */
    public List<Keyless> leading() {
        List<Keyless> found = new ArrayList<>();
        Cursor cursor = new Cursor();
        while (cursor.advance() && cursor.keyLength == 0) {
            found.add(
                    new Keyless(
                            cursor.kind,
                            cursor.offset,
                            cursor.tsMs,
                            cursor.hasPosition,
                            cursor.lsn));
        }
        return found;
    }

    /**
     * An entry without key.
     *
     * @param kind {@link EntryCursor#TRUNCATE} or {@link EntryCursor#REFUSED}
     */
    public record Keyless(int kind, long offset, long tsMs, boolean hasLsn, long lsn) {}

    /** Never fails: its entries are in memory. */
    final class Cursor extends EntryCursor {

        private int position = HEADER;
        private int read;

        @Override
        public boolean advance() {
            if (read == entries) {
                return false;
            }
            read++;
            int head = data[position++];
            kind = head & KIND_MASK;
            hasPlaceholder = (head & FLAG_PLACEHOLDER) != 0;
            isCreate = (head & FLAG_CREATE) != 0;
            hasPosition = (head & FLAG_POSITION) != 0;
            keyLength = (int) readVarLong();
            rowLength = (int) readVarLong();
            offset = baseOffset + readVarLong();
            long ts = readVarLong();
            tsMs = baseTs + ((ts >>> 1) ^ -(ts & 1));
            if (hasPosition) {
                lsn = (long) RunBuilder.LONGS.get(data, position);
                tx = (long) RunBuilder.LONGS.get(data, position + 8);
                position += 16;
            }
            keyData = data;
            keyPosition = position;
            rowData = data;
            rowPosition = position + keyLength;
            position = rowPosition + rowLength;
            return true;
        }

        private long readVarLong() {
            long value = 0;
            int shift = 0;
            while (true) {
                byte b = data[position++];
                value |= (b & 0x7FL) << shift;
                if (b >= 0) {
                    return value;
                }
                shift += 7;
            }
        }
    }
}
