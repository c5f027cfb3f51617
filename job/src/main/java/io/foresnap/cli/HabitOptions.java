package io.foresnap.cli;

import io.foresnap.replay.generator.GeneratorSettings;
import io.foresnap.replay.generator.HabitKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the commands that make up traces have in common. */
final class HabitOptions {

    private static final String USUAL =
            "cron=48,script=48,office=30,burst=30,rare=40,drift=30,new=16";

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "14",
            description = "Length of the trace (default: ${DEFAULT-VALUE}).")
    int days;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            defaultValue = "2026-03-18T00:00:00Z",
            description =
                    "Its beginning (default: ${DEFAULT-VALUE}: clocks in Europe change in the"
                            + " second half of a fortnight).")
    String start = "";

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "Europe/Berlin",
            description =
                    "Whose clocks daily jobs and office hours follow (default: ${DEFAULT-VALUE}).")
    String zone = "";

    @Option(
            names = "--prediction-interval",
            paramLabel = "DURATION",
            defaultValue = "5min",
            converter = HumanDuration.class,
            description = "Interval and window of the probabilities (default: ${DEFAULT-VALUE}).")
    Duration interval = Duration.ZERO;

    @Option(
            names = "--tables",
            paramLabel = "KIND=N",
            split = ",",
            description =
                    "Tables of each kind, comma separated; what is not named keeps its default"
                            + " (default: "
                            + USUAL
                            + ").")
    Map<HabitKind, Integer> tables = new EnumMap<>(HabitKind.class);

    /** The settings for a seed; wrong usage names the option. */
    GeneratorSettings settings(long seed, CommandLine commandLine) {
        if (days < 1) {
            throw new ParameterException(commandLine, "--days must be at least 1, but is " + days);
        }
        if (interval.toMillis() < 1000 || interval.compareTo(Duration.ofDays(days)) > 0) {
            throw new ParameterException(
                    commandLine,
                    "--prediction-interval must be from 1 s to the length of the trace, but is "
                            + interval);
        }
        Map<HabitKind, Integer> all = new EnumMap<>(GeneratorSettings.usualTables());
        all.putAll(tables);
        if (all.values().stream().anyMatch(n -> n < 0)
                || all.values().stream().allMatch(n -> n == 0)) {
            throw new ParameterException(
                    commandLine, "--tables must not be negative nor all 0, but are " + all);
        }
        return new GeneratorSettings(
                seed,
                startMs(commandLine),
                Duration.ofDays(days),
                interval.toMillis(),
                zone(commandLine),
                all);
    }

    private long startMs(CommandLine commandLine) {
        try {
            return Instant.parse(start).toEpochMilli();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    commandLine,
                    "--start: '" + start + "' is no time; write for example 2026-03-18T00:00:00Z",
                    e);
        }
    }

    private ZoneId zone(CommandLine commandLine) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    commandLine,
                    "--time-zone: '" + zone + "' is unknown; write for example Europe/Berlin",
                    e);
        }
    }
}
