package io.foresnap.changelog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Collects entries in order of offset and sorts them into a {@link Run}. */
public final class RunBuilder {

    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Half a millisecond's work. */
    private static final int COPY_PIECE = 1 << 20;

    /** So many times as fast as decoding. */
    private static final int COPY_SHARE = 8;

    private final long baseOffset;
    private final long baseTs;
    private byte[] data;
    private int length;
    private int entries;
    private boolean movesRows;
    private int[] starts;
    private int[] keyPositions;
    private int[] keyLengths;

    /**
     * @param baseOffset least offset that will be added
     * @param baseTs a commit time near those that will be added, epoch milliseconds
     * @param expectedBytes a guess of the size, to grow less often
     */
    public RunBuilder(long baseOffset, long baseTs, int expectedBytes) {
        this.baseOffset = baseOffset;
        this.baseTs = baseTs;
        this.data = new byte[Math.max(1024, expectedBytes)];
        int guess = Math.max(16, expectedBytes / 256);
        this.starts = new int[guess];
        this.keyPositions = new int[guess];
        this.keyLengths = new int[guess];
    }

    /** Adds the entry at which a cursor stands. */
    public void add(EntryCursor e) {
        int most = 1 + 5 + 5 + 10 + 10 + 16 + e.keyLength + e.rowLength;
        ensure(most);
        starts[entries] = length;
        data[length++] =
                (byte)
                        (e.kind
                                | (e.hasPlaceholder ? Run.FLAG_PLACEHOLDER : 0)
                                | (e.isCreate ? Run.FLAG_CREATE : 0)
                                | (e.hasPosition ? Run.FLAG_POSITION : 0));
        writeVarLong(e.keyLength);
        writeVarLong(e.rowLength);
        writeVarLong(e.offset - baseOffset);
        long ts = e.tsMs - baseTs;
        writeVarLong((ts << 1) ^ (ts >> 63));
        if (e.hasPosition) {
            LONGS.set(data, length, e.lsn);
            LONGS.set(data, length + 8, e.tx);
            length += 16;
        }
        keyPositions[entries] = length;
        keyLengths[entries] = e.keyLength;
        System.arraycopy(e.keyData, e.keyPosition, data, length, e.keyLength);
        length += e.keyLength;
        System.arraycopy(e.rowData, e.rowPosition, data, length, e.rowLength);
        length += e.rowLength;
        entries++;
        movesRows |= isMove(e);
    }

    /** An insert that needs the row from which a key change moved. */
    private static boolean isMove(EntryCursor e) {
        return e.hasPlaceholder && e.isCreate && e.hasPosition && e.kind == EntryCursor.UPSERT;
    }

    /** The sorted run. The builder is spent afterwards. */
    public Run build() {
        try {
            return build(Pace.UNHURRIED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The sorted run. The builder is spent afterwards.
     *
     * @param pace asked before each piece of the work
     */
    Run build(Pace pace) throws IOException {
        KeySort sort = new KeySort(data, starts, keyPositions, keyLengths, entries, pace);
        int[] order = sort.sorted();
        byte[] sorted = new byte[Run.HEADER + length];
        ByteBuffer.wrap(sorted)
                .putInt(Run.MAGIC)
                .putInt(entries)
                .putLong(baseOffset)
                .putLong(baseTs)
                .putInt(sort.commonPrefix())
                .putInt(movesRows ? Run.MOVES_ROWS : 0);
        copy(order, sorted, pace);
        data = new byte[0];
        return Run.of(sorted);
    }

    private void copy(int[] order, byte[] sorted, Pace pace) throws IOException {
        int to = Run.HEADER;
        int asked = to;
        for (int i : order) {
            int end = i + 1 < entries ? starts[i + 1] : length;
            System.arraycopy(data, starts[i], sorted, to, end - starts[i]);
            to += end - starts[i];
            if (to - asked >= COPY_PIECE) {
                pace.next((to - asked) / COPY_SHARE);
                asked = to;
            }
        }
    }

    private void ensure(int more) {
        if (data.length - length < more) {
            long wanted = Math.max((long) (data.length * 1.6), (long) length + more);
            if ((long) length + more > Integer.MAX_VALUE - 64) {
                throw new RunTooLargeException();
            }
            data = Arrays.copyOf(data, (int) Math.min(wanted, Integer.MAX_VALUE - 64));
        }
        if (entries == starts.length) {
            int wanted = Math.max(16, entries * 2);
            starts = Arrays.copyOf(starts, wanted);
            keyPositions = Arrays.copyOf(keyPositions, wanted);
            keyLengths = Arrays.copyOf(keyLengths, wanted);
        }
    }

    private void writeVarLong(long value) {
        long n = value;
        while ((n & ~0x7FL) != 0) {
            data[length++] = (byte) ((n & 0x7F) | 0x80);
            n >>>= 7;
        }
        data[length++] = (byte) n;
    }

    /** For what {@link #add} takes: the fields of a cursor without its walk. */
    public static final class EntryView extends EntryCursor {
        @Override
        public boolean advance() {
            return false;
        }
    }
}
