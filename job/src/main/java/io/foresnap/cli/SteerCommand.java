package io.foresnap.cli;

import io.foresnap.changelog.TableIds;
import io.foresnap.client.ControlClient;
import io.foresnap.guard.ControlCommand;
import io.foresnap.guard.ControlCommand.Kind;
import io.foresnap.guard.ControlMessages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code control}: steers the prefetching of a running job. */
@Command(
        name = "control",
        description = {
            "Steers the prefetching of a running job that has kafka.control-topic set; prints the"
                    + " message that was sent. Requests are served in any case."
        },
        synopsisSubcommandLabel = "COMMAND")
final class SteerCommand implements Runnable {

    @Mixin KafkaClientOptions kafka = new KafkaClientOptions();

    @Option(
            names = "--control-topic",
            defaultValue = "foresnap-control",
            description = "The job's kafka.control-topic (default: ${DEFAULT-VALUE}).")
    String topic = "";

    @Option(names = "--requester", defaultValue = "", description = "Who wants it, for the log.")
    String requester = "";

    @Option(
            names = "--timeout",
            converter = HumanDuration.class,
            defaultValue = "30s",
            paramLabel = "D",
            description = "How long to wait for Kafka (default: ${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofSeconds(30);

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "give one of pause, resume, shadow, pin, unpin and warm-up");
    }

    @Command(name = "pause", description = "Fetches nothing from now on, until resume.")
    int pause() throws IOException, InterruptedException {
        return send(ControlCommand.of(Kind.PAUSE));
    }

    @Command(name = "resume", description = "Ends pause.")
    int resume() throws IOException, InterruptedException {
        return send(ControlCommand.of(Kind.RESUME));
    }

    @Command(
            name = "shadow",
            description = "Predicts and counts what would be fetched, and fetches nothing.")
    int shadow(@Parameters(paramLabel = "on|off", description = "Whether to.") OnOff state)
            throws IOException, InterruptedException {
        return send(ControlCommand.of(state == OnOff.ON ? Kind.SHADOW_ON : Kind.SHADOW_OFF));
    }

    @Command(name = "pin", description = "Keeps a table at hand whatever is predicted.")
    int pin(@Mixin Wanted wanted) throws IOException, InterruptedException {
        return send(checked(() -> ofTable(Kind.PIN, wanted)));
    }

    @Command(name = "unpin", description = "Ends pin, given as it was.")
    int unpin(@Mixin Wanted wanted) throws IOException, InterruptedException {
        return send(checked(() -> ofTable(Kind.UNPIN, wanted)));
    }

    @Command(name = "warm-up", description = "Has a table at hand at a time.")
    int warmUp(
            @Mixin Wanted wanted,
            @Option(
                            names = "--at",
                            required = true,
                            paramLabel = "TIME",
                            description =
                                    "22:00 for every day, by the clocks of the job's"
                                            + " prediction.time-zone; ISO-8601 with an offset or"
                                            + " epoch milliseconds for once.")
                    String at,
            @Option(names = "--cancel", description = "Ends the warm-up at this time.")
                    boolean cancel)
            throws IOException, InterruptedException {
        Kind kind = cancel ? Kind.CANCEL_WARM_UP : Kind.WARM_UP;
        return send(checked(() -> ControlMessages.warmUp(kind, wanted.table, wanted.number(), at)));
    }

    /** What an order is about. */
    static final class Wanted {

        @Parameters(paramLabel = "TABLE", description = "Table id.")
        String table = "";

        @Option(names = "--partition", paramLabel = "N", description = "Only this partition.")
        @Nullable Integer partition;

        private int number() {
            if (partition == null) {
                return ControlCommand.ALL;
            }
            if (partition < 0) {
                throw new IllegalArgumentException(
                        "--partition must be a number from 0 on, but is " + partition);
            }
            return partition;
        }
    }

    /** On, or off. */
    enum OnOff {
        ON,
        OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static ControlCommand ofTable(Kind kind, Wanted wanted) {
        return ControlCommand.of(kind, TableIds.validate("table", wanted.table), wanted.number());
    }

    private ControlCommand checked(Supplier<ControlCommand> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int send(ControlCommand command) throws IOException, InterruptedException {
        byte[] message = ControlMessages.write(command, requester);
        ControlClient.send(kafka.bootstrapServers, kafka.properties(), topic, message, timeout);
        spec.commandLine().getOut().println(new String(message, StandardCharsets.UTF_8));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
