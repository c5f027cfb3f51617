package io.foresnap.cli;

import io.foresnap.cluster.Cluster;
import io.foresnap.cluster.ProcessState;
import io.foresnap.cluster.RunningJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cluster status}. */
@Command(
        name = "status",
        description =
                "Shows each process, and the jobs that run. Exit code 1 when something is down.")
final class ClusterStatusCommand implements Callable<Integer> {

    @Mixin ClusterDirectory where = new ClusterDirectory();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Cluster cluster = Cluster.require(where.path());
        PrintWriter out = spec.commandLine().getOut();
        List<ProcessState> processes = cluster.processes();
        TextTable table = new TextTable("lrrll", "process", "pid", "memory", "", "address");
        for (ProcessState p : processes) {
            table.row(
                    p.name(),
                    p.pid() < 0 ? "-" : Long.toString(p.pid()),
                    p.memoryBytes() < 0 ? "-" : TextTable.bytes(p.memoryBytes()),
                    p.state(),
                    p.address());
        }
        table.print(out);
        for (RunningJob job : cluster.jobs()) {
            out.println("job %s (%s) %s".formatted(job.name(), job.id(), job.state()));
        }
        out.flush();
        return processes.stream().allMatch(ProcessState::isUp) ? 0 : 1;
    }
}
