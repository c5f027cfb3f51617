package io.foresnap.cli;

import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** How errors reach the user: one clear line; the stack trace only with {@code --verbose}. */
final class Errors {

    static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("foresnap: " + oneLine(e.getMessage()) + hint(command));
        trace(command, e, err);
        return CommandLine.ExitCode.USAGE;
    }

    static int failed(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof InterruptedException) {
            // Ctrl-C: the user knows.
            return CommandLine.ExitCode.SOFTWARE;
        }
        PrintWriter err = command.getErr();
        err.println("foresnap: " + message(e));
        trace(command, e, err);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String hint(CommandLine command) {
        return "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
    }

    /** The exception's message; where that is only a name, with what is wrong with it. */
    private static String message(Exception e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return "no such file: " + oneLine(e.getMessage());
        }
        if (e.getMessage() == null) {
            return e.getClass().getSimpleName() + " (--verbose shows where)";
        }
        return oneLine(e.getMessage());
    }

    /** Hadoop's messages bring the server's stack along: that is no part of the line. */
    static String oneLine(@Nullable String message) {
        return message == null
                ? ""
                : message.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.matches("at \\S+\\(.*\\)"))
                        .collect(Collectors.joining(" "));
    }

    private static void trace(CommandLine command, Exception e, PrintWriter err) {
        if (Foresnap.isVerbose(command)) {
            e.printStackTrace(err);
        }
        err.flush();
    }

    private Errors() {}
}
