package io.foresnap.merge;

import io.foresnap.changelog.EntryCursor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The cursors of a k-way merge, least entry first. Order is by key, then by the cursors' order:
 * they cover ascending ranges of offsets, so entries of one key come in order of offset.
 */
final class CursorHeap {

    private final EntryCursor[] heap;
    private final int[] ordinals;
    private int size;

    CursorHeap(List<EntryCursor> cursors) throws IOException {
        heap = new EntryCursor[cursors.size()];
        ordinals = new int[cursors.size()];
        for (int i = 0; i < cursors.size(); i++) {
            if (cursors.get(i).advance()) {
                heap[size] = cursors.get(i);
                ordinals[size] = i;
                size++;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    EntryCursor first() {
        return heap[0];
    }

    boolean firstHasKey(byte[] key, int position, int length, boolean keyless) {
        EntryCursor first = heap[0];
        return first.keyLength == length
                && first.isKeyless() == keyless
                && Arrays.equals(
                        first.keyData,
                        first.keyPosition,
                        first.keyPosition + length,
                        key,
                        position,
                        position + length);
    }

    void advanceFirst() throws IOException {
        if (!heap[0].advance()) {
            size--;
            heap[0] = heap[size];
            ordinals[0] = ordinals[size];
            if (size == 0) {
                return;
            }
        }
        siftDown(0);
    }

    private void siftDown(int start) {
        EntryCursor cursor = heap[start];
        int ordinal = ordinals[start];
        int at = start;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size
                    && compare(heap[child + 1], ordinals[child + 1], heap[child], ordinals[child])
                            < 0) {
                child++;
            }
            if (compare(cursor, ordinal, heap[child], ordinals[child]) <= 0) {
                break;
            }
            heap[at] = heap[child];
            ordinals[at] = ordinals[child];
            at = child;
        }
        heap[at] = cursor;
        ordinals[at] = ordinal;
    }

    /** Rows without key come first, so that one key never mixes with an equal canonical row. */
    private static int compare(EntryCursor a, int ordinalA, EntryCursor b, int ordinalB) {
        int byKey =
                Arrays.compareUnsigned(
                        a.keyData,
                        a.keyPosition,
                        a.keyPosition + a.keyLength,
                        b.keyData,
                        b.keyPosition,
                        b.keyPosition + b.keyLength);
        if (byKey != 0) {
            return byKey;
        }
        if (a.isKeyless() != b.isKeyless()) {
            return a.isKeyless() ? -1 : 1;
        }
        return Integer.compare(ordinalA, ordinalB);
    }
}
