package io.foresnap.cli;

import io.foresnap.backup.DirectBackup;
import io.foresnap.backup.TableTargets;
import io.foresnap.changelog.Storage;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backup}: backups made in this process. */
@Command(
        name = "backup",
        description =
                "Makes a backup of one or more tables as of one target time, straight from durable"
                        + " storage. Prints each backup's directory, one a line.")
final class BackupCommand implements Callable<Integer> {

    @Option(names = "--root", required = true, paramLabel = "URI", description = "Storage root.")
    String root = "";

    @Option(
            names = "--table",
            required = true,
            paramLabel = "T",
            description = "Table id, schema.table, or a glob such as 'public.*'.")
    String table = "";

    @Mixin WhatOptions what = new WhatOptions();

    @Option(
            names = "--requester",
            defaultValue = "cli",
            description = "Who asks, for the manifest.")
    String requester = "";

    @Mixin StorageOptions storageOptions = new StorageOptions();

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        long now = InstantSource.system().millis();
        try (Storage storage = StorageOptions.openExisting(root)) {
            List<String> tables = TableGlob.matching(storage, table, spec.commandLine());
            List<Integer> numbers = what.checkedPartitions(spec.commandLine());
            long target =
                    what.targetTimeMs == BackupRequest.LATEST && tables.size() > 1
                            ? TableTargets.latest(storage, tables, numbers)
                            : what.targetTimeMs;
            DirectBackup backup = new DirectBackup(storage, storageOptions.placeholders());
            PrintWriter out = spec.commandLine().getOut();
            for (String each : tables) {
                BackupRequest request =
                        new BackupRequest(
                                UUID.randomUUID().toString(),
                                each,
                                numbers,
                                target,
                                requester,
                                now);
                out.println(backup.run(request, now));
                out.flush();
            }
        }
        return 0;
    }
}
