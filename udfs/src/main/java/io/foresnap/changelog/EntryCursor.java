package io.foresnap.changelog;

import java.io.IOException;
import java.util.Arrays;

/**
 * Walks changes or rows in order of (key, offset). One mutable view instead of an object per entry:
 * the fields describe the current entry and the arrays they point into are never changed, so a
 * reference to them stays good after the cursor has moved on.
 */
@SuppressWarnings("NullAway.Init") // The arrays are set by the first advance().
public abstract class EntryCursor {

    /** Insert or replace the row of a key. */
    public static final int UPSERT = 0;

    /** Remove the row of a key. */
    public static final int DELETE = 1;

    /** Empty the table. */
    public static final int TRUNCATE = 2;

    /** Add a row of a table without key; its merge key is the row's canonical form. */
    public static final int APPEND = 3;

    /** Remove one row, equal to the one given, of a table without key. */
    public static final int REMOVE = 4;

    /** A change of a table without key that does not say which row it changes. */
    public static final int REFUSED = 5;

    /** Bytes that order entries: the row's key, or the canonical row where there is none. */
    public byte[] keyData;

    public int keyPosition;
    public int keyLength;

    /** The row after the change; meaningless for entries that have none. */
    public byte[] rowData;

    public int rowPosition;
    public int rowLength;

    public int kind;
    public long offset;
    public long tsMs;

    /** Whether a column of the row is a placeholder for "unchanged". */
    public boolean hasPlaceholder;

    /** Whether it was an insert at the source (or the second half of a key change). */
    public boolean isCreate;

    /** Whether {@link #lsn} and {@link #tx} are known. */
    public boolean hasPosition;

    public long lsn;

    /** Hash of the transaction id. */
    public long tx;

    /** Goes to the next entry; false at the end. */
    public abstract boolean advance() throws IOException;

    /** Whether the entry is keyed by its row because the table has no key. */
    public final boolean isKeyless() {
        return kind >= APPEND;
    }

    /**
     * The order of a merge: by key. Rows without key come first, so that one key never mixes with
     * an equal canonical row.
     */
    public static int compareKeys(EntryCursor a, EntryCursor b) {
        int byKey =
                Arrays.compareUnsigned(
                        a.keyData,
                        a.keyPosition,
                        a.keyPosition + a.keyLength,
                        b.keyData,
                        b.keyPosition,
                        b.keyPosition + b.keyLength);
        return byKey != 0 ? byKey : Boolean.compare(b.isKeyless(), a.isKeyless());
    }

    /**
     * Eight bytes of the key from a position on as an unsigned number, filled up with zeros: where
     * all keys are alike before the position, greater numbers mean greater keys.
     */
    public final long keyPrefix(int from) {
        if (keyLength - from >= Long.BYTES) {
            return (long) RunBuilder.LONGS.get(keyData, keyPosition + from);
        }
        long prefix = 0;
        for (int i = from; i < keyLength; i++) {
            prefix |= (keyData[keyPosition + i] & 0xffL) << (8 * (Long.BYTES - 1 - (i - from)));
        }
        return prefix;
    }

    /** Takes over every field of another entry; the arrays are shared. */
    public final void copyFrom(EntryCursor other) {
        kind = other.kind;
        keyData = other.keyData;
        keyPosition = other.keyPosition;
        keyLength = other.keyLength;
        rowData = other.rowData;
        rowPosition = other.rowPosition;
        rowLength = other.rowLength;
        offset = other.offset;
        tsMs = other.tsMs;
        hasPlaceholder = other.hasPlaceholder;
        isCreate = other.isCreate;
        hasPosition = other.hasPosition;
        lsn = other.lsn;
        tx = other.tx;
    }
}
