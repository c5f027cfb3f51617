package io.foresnap.replay.predict;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** CPU time of the running thread. */
final class CpuClock {

    private static final double NANOS_PER_MICRO = 1000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** Microseconds since some moment of the running thread. */
    double micros() {
        return threads.getCurrentThreadCpuTime() / NANOS_PER_MICRO;
    }
}
