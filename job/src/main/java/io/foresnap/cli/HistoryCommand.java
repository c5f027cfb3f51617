package io.foresnap.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code history}: the access-pattern history as savepoint and as files. */
@Command(
        name = "history",
        description = "The access-pattern history: made of recorded requests, or read.",
        subcommands = {HistoryImportCommand.class, HistoryExportCommand.class})
final class HistoryCommand implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "history needs a command: import or export");
    }
}
