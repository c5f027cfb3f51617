package io.foresnap.cli;

import io.foresnap.bench.MergeBenchmark;
import io.foresnap.bench.MergeWorkload;
import io.foresnap.changelog.Storage;
import io.foresnap.local.TempFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: benchmarks. */
@Command(
        name = "bench",
        description = "Benchmarks; ratios of what was measured side by side in one run.",
        subcommands = {
            BenchCommand.Merge.class,
            BenchSnapshotsCommand.class,
            BenchPredictionsCommand.class,
            BenchTickCommand.class,
            BenchLoadCommand.class,
            BenchContentionCommand.class,
            BenchCacheCommand.class
        },
        footer = "From a checkout, './run-local.sh bench jmh' measures the stages one by one.",
        synopsisSubcommandLabel = "BENCHMARK")
final class BenchCommand implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no benchmark given");
    }

    /** {@code bench merge}. */
    @Command(
            name = "merge",
            description =
                    "Merge and whole backup from the cache and cold from local files, against a copy"
                            + " of the output's rows with the same writer.")
    static final class Merge implements Callable<Integer> {

        @Option(
                names = "--rows",
                defaultValue = "1000000",
                description = "Rows of the snapshot (default: ${DEFAULT-VALUE}).")
        int rows;

        @Option(
                names = "--changes",
                defaultValue = "4000000",
                description = "Changes behind it (default: ${DEFAULT-VALUE}).")
        int changes;

        @Option(
                names = "--row-bytes",
                defaultValue = "200",
                description = "About how long a row is (default: ${DEFAULT-VALUE}).")
        int rowBytes;

        @Option(
                names = "--segment-events",
                defaultValue = "50000",
                description = "Events of a segment (default: ${DEFAULT-VALUE}).")
        int segmentEvents;

        @Option(
                names = "--changed-share",
                defaultValue = "1",
                description =
                        "Share of the rows, the newest ones, that the changes fall on (default:"
                                + " ${DEFAULT-VALUE}).")
        double changedShare;

        @Option(
                names = "--cached-only",
                description = "Leaves out what reads and decodes every file again.")
        boolean cachedOnly;

        @Option(
                names = "--rounds",
                defaultValue = "3",
                description = "How often each way is measured (default: ${DEFAULT-VALUE}).")
        int rounds;

        @Spec CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (rows < 1 || changes < 1 || rowBytes < 1 || segmentEvents < 1 || rounds < 1) {
                throw new ParameterException(spec.commandLine(), "all numbers must be at least 1");
            }
            if (!(changedShare > 0 && changedShare <= 1)) {
                throw new ParameterException(
                        spec.commandLine(), "--changed-share must be above 0 and at most 1");
            }
            try (TempFolder folder = TempFolder.create("foresnap-bench-");
                    Storage storage = Storage.open(folder.path().toString())) {
                new MergeBenchmark(storage, rounds, cachedOnly, spec.commandLine().getOut())
                        .run(
                                new MergeWorkload(
                                        rows, changes, rowBytes, segmentEvents, changedShare));
            }
            return 0;
        }
    }
}
