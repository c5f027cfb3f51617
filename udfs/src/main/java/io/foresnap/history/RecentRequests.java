package io.foresnap.history;

/** The newest request ids of a table, as hashes in a ring: enough to drop what is sent twice. */
public class RecentRequests {

    /** Most ids remembered. */
    public static final int CAPACITY = 128;

    public long[] hashes = new long[CAPACITY];
    public int size;
    public int next;

    /** Remembers an id; false when it is known already. */
    public boolean add(String requestId) {
        long hash = hash(requestId);
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash) {
                return false;
            }
        }
        hashes[next] = hash;
        next = (next + 1) % CAPACITY;
        size = Math.min(CAPACITY, size + 1);
        return true;
    }

    // FNV-1a: 64 bits make a chance collision among a few ids irrelevant.
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
