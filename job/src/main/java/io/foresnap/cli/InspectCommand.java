package io.foresnap.cli;

import io.foresnap.changelog.Storage;
import io.foresnap.verify.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inspect}: what durable storage holds. */
@Command(
        name = "inspect",
        description =
                "Shows for each partition from when to when it can be restored, what its log and"
                        + " snapshots hold, and holes. From listings alone: fast, reads no file.")
final class InspectCommand implements Callable<Integer> {

    @Option(names = "--root", required = true, paramLabel = "URI", description = "Storage root.")
    String root = "";

    @Mixin TableGlob only = new TableGlob();

    @Option(names = "--json", description = "Print one JSON document; times in epoch ms.")
    boolean json;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (Storage storage = StorageOptions.openExisting(root)) {
            List<Inspection> all = new ArrayList<>();
            for (String each : only.existing(storage, spec.commandLine())) {
                all.addAll(Inspection.of(storage, each));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("root", storage.root().toString());
                document.put("partitions", all);
                Json.print(out, document);
            } else {
                print(all, out);
            }
        }
        return 0;
    }

    private static void print(List<Inspection> all, PrintWriter out) {
        TextTable table =
                new TextTable(
                        "lrllrrrrrl",
                        "table",
                        "part",
                        "restorable from",
                        "through",
                        "segments",
                        "snapshots",
                        "size",
                        "log behind",
                        "largest gap",
                        "remarks");
        for (Inspection each : all) {
            table.row(
                    each.table(),
                    Integer.toString(each.partition()),
                    time(each.fromMs()),
                    time(each.throughMs()),
                    Integer.toString(each.segments()),
                    Integer.toString(each.snapshots()),
                    TextTable.bytes(each.bytes()),
                    TextTable.bytes(each.logBytesSinceSnapshot()),
                    each.largestGapMs() == null ? "-" : TextTable.duration(each.largestGapMs()),
                    remarks(each));
        }
        table.print(out);
        out.flush();
    }

    private static String time(@Nullable Long ms) {
        return ms == null ? "-" : Instant.ofEpochMilli(ms).toString();
    }

    private static String remarks(Inspection each) {
        List<String> remarks = new ArrayList<>();
        if (each.snapshots() == 0) {
            remarks.add("no snapshot");
        }
        if (!each.holes().isEmpty()) {
            remarks.add(
                    each.holes().stream()
                            .map(h -> "[" + h.from() + ", " + h.to() + ")")
                            .collect(Collectors.joining(" ", "missing offsets ", "")));
        }
        if (each.retiredBytes() > 0) {
            remarks.add(TextTable.bytes(each.retiredBytes()) + " retired");
        }
        return String.join("; ", remarks);
    }
}
