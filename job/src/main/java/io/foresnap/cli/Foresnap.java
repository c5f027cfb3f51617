package io.foresnap.cli;

import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The root command. Exit codes: 0 done, 1 the work failed or found something wrong, 2 wrong usage.
 */
@Command(
        name = "foresnap",
        description =
                "On-demand backups of database tables as of any second, with the change log"
                        + " prefetched before anyone asks.",
        subcommands = {
            DemoCommand.class,
            ArchiveCommand.class,
            ImportCommand.class,
            BackupCommand.class,
            ExportCommand.class,
            RestoreCommand.class,
            VerifyCommand.class,
            InspectCommand.class,
            RetentionCommand.class,
            ClusterCommand.class,
            SubmitCommand.class,
            SavepointCommand.class,
            StopCommand.class,
            ResumeCommand.class,
            RescaleCommand.class,
            RequestCommand.class,
            SteerCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            GenerateCommand.class,
            HistoryCommand.class,
            BenchCommand.class,
            OptionsCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "foresnap 0.1.0",
        exitCodeOnUsageHelp = 0)
public final class Foresnap implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Foresnap.class);

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show stack traces of errors.")
    boolean verbose;

    @Spec CommandSpec spec;

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // Libraries that log by the JDK would write into the user's terminal.
        LogManager.getLogManager().reset();
        // Threads of the embedded servers, too: what ends one while they are shut down is no news.
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> LOG.error("Thread {} ended", thread.getName(), failure));
        int code = commandLine().execute(arguments);
        // Embedded servers leave threads behind that are no daemons.
        System.exit(code);
    }

    /** The command line with its error handling; tests give it writers of their own. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Foresnap());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler(Errors::wrongUsage);
        commandLine.setExecutionExceptionHandler(Errors::failed);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** Whether the user asked for stack traces, wherever on the line the option stands. */
    static boolean isVerbose(CommandLine commandLine) {
        CommandLine root = commandLine;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof Foresnap foresnap && foresnap.verbose;
    }
}
