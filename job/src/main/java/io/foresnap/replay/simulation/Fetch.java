package io.foresnap.replay.simulation;

/**
 * A file that a worker fetches.
 *
 * @param doneMicros when it is there
 * @param number tells apart what ends at the same time
 * @param entity whose it is
 * @param snapshotMs which snapshot it belongs to
 * @param file its number
 */
record Fetch(long doneMicros, long number, int entity, long snapshotMs, int file)
        implements Comparable<Fetch> {

    @Override
    public int compareTo(Fetch other) {
        int byTime = Long.compare(doneMicros, other.doneMicros);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
}
