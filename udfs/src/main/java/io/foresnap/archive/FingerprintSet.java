package io.foresnap.archive;

/**
 * A set of 128-bit fingerprints in two primitive arrays (open addressing): 32 to 64 bytes an event
 * instead of an object. At 128 bits a collision among a billion events has odds of 1 in 10^20.
 */
final class FingerprintSet implements Redelivery.Positions {

    private long[] highs = new long[1 << 10];
    private long[] lows = new long[1 << 10];
    private int size;

    @Override
    public boolean contains(long high, long low) {
        return highs[slot(high, low)] != 0;
    }

    @Override
    public boolean add(long high, long low) {
        int slot = slot(high, low);
        if (highs[slot] != 0) {
            return false;
        }
        highs[slot] = high == 0 ? 1 : high;
        lows[slot] = low;
        size++;
        if (size * 2 > highs.length) {
            grow();
        }
        return true;
    }

    int size() {
        return size;
    }

    private int slot(long high, long low) {
        long wanted = high == 0 ? 1 : high;
        int mask = highs.length - 1;
        int slot = (int) (low ^ (low >>> 32)) & mask;
        while (highs[slot] != 0 && (highs[slot] != wanted || lows[slot] != low)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHighs = highs;
        long[] oldLows = lows;
        highs = new long[oldHighs.length * 2];
        lows = new long[highs.length];
        for (int i = 0; i < oldHighs.length; i++) {
            if (oldHighs[i] != 0) {
                int slot = slot(oldHighs[i], oldLows[i]);
                highs[slot] = oldHighs[i];
                lows[slot] = oldLows[i];
            }
        }
    }
}
