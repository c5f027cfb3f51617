package io.foresnap.history;

/** The newest accesses of a partition in a fixed ring, addressed from the newest (0) backwards. */
public class AccessRing {

    /** Most accesses kept. */
    public static final int CAPACITY = 20;

    public long[] timesMs = new long[CAPACITY];
    public int[] lagsSeconds = new int[CAPACITY];
    public int[] requesters = new int[CAPACITY];
    public int size;
    public int next;

    /** Appends an access that is not older than the newest one kept. */
    public void add(Access access) {
        timesMs[next] = access.timeMs();
        lagsSeconds[next] = access.lagSeconds();
        requesters[next] = access.requester();
        next = (next + 1) % CAPACITY;
        size = Math.min(CAPACITY, size + 1);
    }

    /** Forgets all but the newest ones. */
    void keep(int newest) {
        size = Math.min(size, newest);
    }

    /** Time of the access {@code back} places before the newest, epoch milliseconds. */
    public long timeMs(int back) {
        return timesMs[index(back)];
    }

    /** Age of the state that access asked for, seconds. */
    public int lagSeconds(int back) {
        return lagsSeconds[index(back)];
    }

    /** Hash of the requester of that access. */
    public int requester(int back) {
        return requesters[index(back)];
    }

    /** The times between neighbouring accesses, newest first, milliseconds; one less than size. */
    public long[] gapsMs() {
        long[] gaps = new long[Math.max(0, size - 1)];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = timeMs(i) - timeMs(i + 1);
        }
        return gaps;
    }

    /** How many different requesters are among the accesses kept. */
    public int distinctRequesters() {
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (firstWithRequester(requester(i)) == i) {
                distinct++;
            }
        }
        return distinct;
    }

    private int firstWithRequester(int requester) {
        int i = 0;
        while (requester(i) != requester) {
            i++;
        }
        return i;
    }

    private int index(int back) {
        return Math.floorMod(next - 1 - back, CAPACITY);
    }
}
