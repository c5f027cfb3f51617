package io.foresnap.cli;

import io.foresnap.options.OptionsTable;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code options}: the table of all options of the job. */
@Command(
        name = "options",
        description = "Prints every option of the job with its default, as a Markdown table.")
final class OptionsCommand implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(OptionsTable.markdown());
        out.flush();
    }
}
