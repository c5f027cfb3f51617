package io.foresnap.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ways to do a thing, measured in turns so that a noisy machine is noisy for all. Beside the time
 * that passed stands the processor time of the whole process, collection of garbage included: it
 * hardly changes when others use the machine, too.
 */
final class Stopwatch {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final int rounds;
    private final List<Way> ways = new ArrayList<>();

    Stopwatch(int rounds) {
        this.rounds = rounds;
    }

    /** What is measured. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private static final class Way {
        final String name;
        final Work work;
        final double[] seconds;
        final double[] processor;

        Way(String name, Work work, int rounds) {
            this.name = name;
            this.work = work;
            this.seconds = new double[rounds];
            this.processor = new double[rounds];
        }

        void measure(int round) throws IOException {
            long cpu = cpuNanos();
            long started = System.nanoTime();
            work.run();
            if (round >= 0) {
                seconds[round] = (System.nanoTime() - started) / 1e9;
                processor[round] = (cpuNanos() - cpu) / 1e9;
            }
        }
    }

    void add(String name, Work work) {
        ways.add(new Way(name, work, rounds));
    }

    /** Measures every way, the first round not counted, and prints medians against the first. */
    void run(PrintWriter out) throws IOException {
        for (int round = -1; round < rounds; round++) {
            for (Way way : ways) {
                way.measure(round);
            }
        }
        Way reference = ways.get(0);
        out.printf("%-44s %9s %9s   against the first%n", "", "time", "CPU");
        for (Way way : ways) {
            out.printf(
                    "%-44s %7.2f s %7.2f s   %5.2f x (%.2f x CPU)%n",
                    way.name,
                    median(way.seconds),
                    median(way.processor),
                    median(way.seconds) / median(reference.seconds),
                    median(way.processor) / median(reference.processor));
        }
        out.flush();
    }

    /** Processor time of the whole process so far: operators, network, garbage collection. */
    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
