package io.foresnap.cluster;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Figures as Prometheus scrapes them: {@code name{labels} value} on each line. */
public final class Metrics {

    private static final String OURS = "flink_taskmanager_job_task_operator_foresnap_";

    private final String[] lines;

    private Metrics(String text) {
        this.lines = text.split("\\R");
    }

    static Metrics of(String text) {
        return new Metrics(text);
    }

    static Metrics scrape(String address) throws IOException {
        return of(Http.text(address));
    }

    /** Sum of one of the job's figures over all subtasks; 0 when there is none. */
    public double sum(String name) {
        return values(name).sum();
    }

    /** Its largest value; 0 when there is none. For what all subtasks of a process share. */
    public double max(String name) {
        return values(name).max().orElse(0);
    }

    private DoubleStream values(String name) {
        return Arrays.stream(lines)
                .filter(line -> line.startsWith(OURS + name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
    }
}
