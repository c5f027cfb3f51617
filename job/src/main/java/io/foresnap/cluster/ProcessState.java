package io.foresnap.cluster;

/**
 * How a process of a cluster is.
 *
 * @param pid -1 when it does not live
 * @param memoryBytes what it takes of the machine's memory; -1 when that is not known
 * @param state {@code up}, {@code down}, or {@code not ready}: alive, but it does not answer
 * @param address where it listens; empty when nobody has to know
 */
public record ProcessState(String name, long pid, long memoryBytes, String state, String address) {

    static final String UP = "up";
    static final String DOWN = "down";
    static final String NOT_READY = "not ready";

    /** Whether it lives and answers. */
    public boolean isUp() {
        return state.equals(UP);
    }
}
