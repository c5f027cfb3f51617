package io.foresnap.cli;

import io.foresnap.changelog.Storage;
import io.foresnap.verify.Finding;
import io.foresnap.verify.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: looks for what is wrong. */
@Command(
        name = "verify",
        description =
                "Checks every checksum, the contiguity of the change log, backups and orphaned"
                        + " files of a root; or some backups. Changes nothing. Exit code 1 with a"
                        + " list when something is wrong.")
final class VerifyCommand implements Callable<Integer> {

    @Option(names = "--root", paramLabel = "URI", description = "Storage root.")
    @Nullable String root;

    @Mixin TableGlob only = new TableGlob();

    @Option(
            names = "--backup",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Backups instead of a root.")
    List<String> backups = List.of();

    @Parameters(arity = "0..*", paramLabel = "DIR", description = "More backups.")
    List<String> more = List.of();

    @Option(
            names = "--deep",
            description =
                    "Also decode every change, and compare every snapshot with a replay of the log"
                            + " from the one before it.")
    boolean deep;

    @Option(
            names = "--json",
            description = "Print one JSON document: problems, warnings and counts.")
    boolean json;

    @Mixin StorageOptions storageOptions = new StorageOptions();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<String> directories = new ArrayList<>(backups);
        directories.addAll(more);
        if ((root == null) == backups.isEmpty()
                || backups.isEmpty() && !more.isEmpty()
                || root == null && (only.table != null || deep)) {
            throw new ParameterException(
                    spec.commandLine(), "give --root [--table] [--deep] or --backup, one of them");
        }
        return root != null ? verifyRoot(root) : verifyBackups(directories);
    }

    private int verifyRoot(String where) throws IOException {
        try (Storage storage = StorageOptions.openExisting(where)) {
            Verification verification =
                    new Verification(storage, storageOptions.placeholders(), deep);
            for (String each : only.existing(storage, spec.commandLine())) {
                verification.table(each);
            }
            run(verification);
            return report(storage.root().toString(), List.of(verification));
        }
    }

    private int verifyBackups(List<String> directories) throws IOException {
        List<Verification> all = new ArrayList<>();
        for (String directory : directories) {
            try (Storage storage = StorageOptions.openExisting("--backup", directory)) {
                Verification verification =
                        new Verification(storage, storageOptions.placeholders(), false);
                verification.backup(new Path(storage.root().toUri()));
                run(verification);
                all.add(verification);
            }
        }
        return report(null, all);
    }

    private static void run(Verification verification) throws IOException {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        try (Progress progress = Progress.ofBytes("verifying", verification.plannedBytes())) {
            verification.run(threads, progress::stepBy);
        }
    }

    private int report(@Nullable String where, List<Verification> all) throws IOException {
        List<Finding> findings = all.stream().flatMap(v -> v.findings().stream()).toList();
        List<Finding> problems = findings.stream().filter(f -> f.kind().isProblem()).toList();
        List<Finding> warnings = findings.stream().filter(f -> !f.kind().isProblem()).toList();
        long files = all.stream().mapToLong(Verification::files).sum();
        long bytes = all.stream().mapToLong(Verification::bytes).sum();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("root", where);
            document.put("deep", deep);
            document.put("files", files);
            document.put("bytes", bytes);
            document.put("problems", problems);
            document.put("warnings", warnings);
            Json.print(out, document);
        } else {
            problems.forEach(p -> out.println(p.message()));
            warnings.forEach(w -> out.println("warning: " + w.message()));
            out.printf(
                    "%d files read, %s, %d problems, %d warnings%n",
                    files, TextTable.bytes(bytes), problems.size(), warnings.size());
            out.flush();
        }
        return problems.isEmpty() ? 0 : 1;
    }
}
