package io.foresnap.cli;

import io.foresnap.replay.generator.GeneratedTrace;
import io.foresnap.replay.generator.HabitKind;
import io.foresnap.replay.generator.TraceGenerator;
import io.foresnap.replay.generator.TraceWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code generate}: a made-up request trace whose true probabilities are known. */
@Command(
        name = "generate",
        description = {
            "Makes up a trace of requests whose true probabilities are known: scheduled jobs,"
                    + " scripts that walk over tables, office hours, bursts, rare requests, changed"
                    + " schedules, new tables. The same options and seed make the same trace.",
            "The true probability of a tick is given every request before it and the habits'"
                    + " parameters; no model that sees only the requests can do better."
        })
final class GenerateCommand implements Callable<Integer> {

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F.csv[.gz]",
            description = "The trace: timestamp_ms,table,partition,requester.")
    Path out = Path.of("");

    @Option(
            names = "--hazards",
            paramLabel = "H.csv[.gz]",
            description =
                    "The true probability of each tick and partition: tick_ms,table,partition,p.")
    @Nullable Path hazards;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Makes everything that is random (default: ${DEFAULT-VALUE}).")
    long seed;

    @Mixin HabitOptions habits;

    @Spec CommandSpec spec;

    GenerateCommand() {
        this.habits = new HabitOptions();
    }

    @Override
    public Integer call() throws IOException {
        checkFolder("--out", out);
        if (hazards != null) {
            checkFolder("--hazards", hazards);
        }
        GeneratedTrace generated =
                TraceGenerator.generate(habits.settings(seed, spec.commandLine()));
        TraceWriter.write(generated.trace(), out);
        if (hazards != null) {
            TraceWriter.write(
                    generated.trace().entities(), generated.grid(), generated.hazards(), hazards);
        }
        print(generated);
        return 0;
    }

    private void checkFolder(String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(), option + ": no such folder: " + folder);
        }
    }

    private void print(GeneratedTrace generated) {
        int[] partitions = new int[HabitKind.values().length];
        int[] requests = new int[partitions.length];
        generated.kinds().forEach(kind -> partitions[kind.ordinal()]++);
        generated
                .trace()
                .requests()
                .forEach(r -> requests[generated.kinds().get(r.entity()).ordinal()]++);
        TextTable table = new TextTable("lrr", "habit", "partitions", "requests");
        for (HabitKind kind : HabitKind.values()) {
            table.row(
                    kind.label(),
                    Integer.toString(partitions[kind.ordinal()]),
                    Integer.toString(requests[kind.ordinal()]));
        }
        PrintWriter terminal = spec.commandLine().getOut();
        table.print(terminal);
        terminal.flush();
    }
}
