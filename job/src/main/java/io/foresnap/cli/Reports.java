package io.foresnap.cli;

import io.foresnap.table.TypedRows;
import picocli.CommandLine.Model.CommandSpec;

/** What commands tell beside their results, on stderr. */
final class Reports {

    /** Names the columns that the file of columns has forgotten. */
    static void undeclared(CommandSpec spec, TypedRows rows) {
        if (!rows.undeclared().isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "%s: --columns does not describe %s: types guessed from the values%n",
                            rows.backup().table(), String.join(", ", rows.undeclared()));
            spec.commandLine().getErr().flush();
        }
    }

    private Reports() {}
}
