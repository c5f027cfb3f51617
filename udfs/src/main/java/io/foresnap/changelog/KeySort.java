package io.foresnap.changelog;

import java.io.IOException;
import java.util.Arrays;

/**
 * Sorts entries as {@link EntryCursor#compareKeys} does, stably, so that entries of one key stay in
 * order of offset.
 *
 * <p>JSON keys of one table begin alike ({@code {"id":}), so the eight bytes after their common
 * beginning are taken as one number and decide nearly every comparison without touching the keys.
 * A merge sort over two primitive arrays: no object per entry.
 *
 * <p>A large segment takes a tenth of a second: it asks before each piece of work whether it may go
 * on.
 */
final class KeySort {

    /** A millisecond's work, or less. */
    private static final int PIECE = 1 << 13;

    /** What moving an entry costs, against decoding so many bytes. */
    private static final int BYTES_PER_ENTRY = 8;

    private final byte[] data;
    private final int[] starts;
    private final int[] positions;
    private final int[] lengths;
    private final int entries;
    private final int common;
    private final Pace pace;
    private int sinceAsked;

    KeySort(byte[] data, int[] starts, int[] positions, int[] lengths, int entries, Pace pace)
            throws IOException {
        this.data = data;
        this.starts = starts;
        this.positions = positions;
        this.lengths = lengths;
        this.entries = entries;
        this.pace = pace;
        this.common = findCommonPrefix();
    }

    /** How many first bytes all keys have in common. */
    int commonPrefix() {
        return common;
    }

    /** The entries' numbers in sorted order. */
    int[] sorted() throws IOException {
        int[] order = new int[entries];
        long[] prefixes = new long[entries];
        for (int i = 0; i < entries; i++) {
            order[i] = i;
            prefixes[i] = prefix(i);
            worked(1);
        }
        int[] from = order;
        int[] to = new int[entries];
        for (int width = 1; width < entries; width *= 2) {
            for (int low = 0; low < entries; low += 2 * width) {
                int middle = Math.min(low + width, entries);
                merge(from, to, prefixes, low, middle, Math.min(low + 2 * width, entries));
            }
            int[] swap = from;
            from = to;
            to = swap;
            if (width > entries / 2) {
                break;
            }
        }
        return from;
    }

    private void merge(int[] from, int[] to, long[] prefixes, int low, int middle, int high)
            throws IOException {
        if (middle >= high || compare(from[middle - 1], from[middle], prefixes) <= 0) {
            System.arraycopy(from, low, to, low, high - low);
            worked(1);
            return;
        }
        int left = low;
        int right = middle;
        for (int begin = low; begin < high; begin += PIECE) {
            int end = Math.min(begin + PIECE, high);
            worked(end - begin);
            for (int i = begin; i < end; i++) {
                boolean takeLeft =
                        right >= high
                                || left < middle && compare(from[left], from[right], prefixes) <= 0;
                to[i] = takeLeft ? from[left++] : from[right++];
            }
        }
    }

    private void worked(int more) throws IOException {
        sinceAsked += more;
        if (sinceAsked >= PIECE) {
            pace.next(sinceAsked * BYTES_PER_ENTRY);
            sinceAsked = 0;
        }
    }

    private int compare(int a, int b, long[] prefixes) {
        int byPrefix = Long.compareUnsigned(prefixes[a], prefixes[b]);
        if (byPrefix != 0) {
            return byPrefix;
        }
        int byKey =
                Arrays.compareUnsigned(
                        data,
                        positions[a],
                        positions[a] + lengths[a],
                        data,
                        positions[b],
                        positions[b] + lengths[b]);
        return byKey != 0 ? byKey : Boolean.compare(isKeyless(b), isKeyless(a));
    }

    private boolean isKeyless(int i) {
        return (data[starts[i]] & Run.KIND_MASK) >= EntryCursor.APPEND;
    }

    private long prefix(int i) {
        long prefix = 0;
        int end = Math.min(lengths[i], common + Long.BYTES);
        for (int j = common; j < end; j++) {
            prefix |= (data[positions[i] + j] & 0xffL) << (8 * (Long.BYTES - 1 - (j - common)));
        }
        return prefix;
    }

    private int findCommonPrefix() throws IOException {
        if (entries == 0) {
            return 0;
        }
        int most = lengths[0];
        for (int i = 1; i < entries && most > 0; i++) {
            int differs =
                    Arrays.mismatch(
                            data,
                            positions[0],
                            positions[0] + most,
                            data,
                            positions[i],
                            positions[i] + Math.min(most, lengths[i]));
            if (differs >= 0) {
                most = differs;
            }
            worked(1);
        }
        return most;
    }
}
