package io.foresnap.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foresnap.changelog.TableIds;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.LimitedJson;
import io.foresnap.event.TargetTimes;
import io.foresnap.guard.ControlCommand.Kind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Commands as the control topic carries them, one JSON object each:
 *
 * <pre>
 * {"command": "pause"}    {"command": "resume"}    {"command": "shadow", "on": true}
 * {"command": "pin", "table": "shop.orders", "partition": 2}            all partitions without one
 * {"command": "unpin", "table": "shop.orders"}
 * {"command": "warm-up", "table": "shop.orders", "at": "22:00"}         every day; "on": false ends it
 * {"command": "warm-up", "table": "shop.orders", "at": "2026-03-02T22:00:00Z"}                  once
 * </pre>
 *
 * Each may have a {@code requester}, which only says who wanted it. What is not understood wholly
 * is refused: half a command may do the opposite of what was meant.
 */
public final class ControlMessages {

    private static final int MOST_BYTES = 1 << 16;
    private static final Set<String> ABOUT_ALL = Set.of("command", "requester");
    private static final Set<String> ABOUT_SHADOW = Set.of("command", "requester", "on");
    private static final Set<String> ABOUT_TABLE =
            Set.of("command", "requester", "table", "partition");
    private static final Set<String> ABOUT_TIME =
            Set.of("command", "requester", "table", "partition", "at", "on");

    private static final LimitedJson JSON = new LimitedJson("command", MOST_BYTES);

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public static ControlCommand parse(byte[] message) {
        JsonNode root = JSON.object(message);
        text(root, "requester");
        String command = required("command", text(root, "command"));
        return switch (command) {
            case "pause" -> plain(root, command, Kind.PAUSE);
            case "resume" -> plain(root, command, Kind.RESUME);
            case "shadow" -> shadow(root);
            case "pin" -> ofTable(root, command, Kind.PIN);
            case "unpin" -> ofTable(root, command, Kind.UNPIN);
            case "warm-up" -> warmUp(root);
            default ->
                    throw new IllegalArgumentException(
                            "command must be pause, resume, shadow, pin, unpin or warm-up, but is "
                                    + root.get("command"));
        };
    }

    private static ControlCommand plain(JsonNode root, String command, Kind kind) {
        only(root, command, ABOUT_ALL);
        return ControlCommand.of(kind);
    }

    private static ControlCommand shadow(JsonNode root) {
        only(root, "shadow", ABOUT_SHADOW);
        JsonNode on = root.get("on");
        if (on == null) {
            throw new IllegalArgumentException("on is missing");
        }
        return ControlCommand.of(isOn(on) ? Kind.SHADOW_ON : Kind.SHADOW_OFF);
    }

    private static ControlCommand ofTable(JsonNode root, String command, Kind kind) {
        only(root, command, ABOUT_TABLE);
        return ControlCommand.of(kind, table(root), partition(root));
    }

    private static ControlCommand warmUp(JsonNode root) {
        only(root, "warm-up", ABOUT_TIME);
        JsonNode on = root.get("on");
        Kind kind = on == null || isOn(on) ? Kind.WARM_UP : Kind.CANCEL_WARM_UP;
        JsonNode at = root.get("at");
        if (at != null && at.isIntegralNumber() && at.canConvertToLong()) {
            long atMs = TargetTimes.check(at.longValue());
            return new ControlCommand(kind, table(root), partition(root), atMs, -1);
        }
        return warmUp(kind, table(root), partition(root), required("at", text(root, "at")));
    }

    /**
     * A warm-up at a time as people write it.
     *
     * @param at {@code 22:00} or {@code 22:00:30} for every day, or ISO-8601 with an offset or
     *     epoch milliseconds for once
     */
    public static ControlCommand warmUp(Kind kind, String table, int partition, String at) {
        TableIds.validate("table", table);
        if (at.matches("\\d{2}:\\d{2}(:\\d{2})?")) {
            return new ControlCommand(
                    kind, table, partition, ControlCommand.NEVER, secondOfDay(at));
        }
        try {
            long atMs = TargetTimes.parse(at);
            if (atMs != BackupRequest.LATEST) {
                return new ControlCommand(kind, table, partition, atMs, -1);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "at: " + e.getMessage() + "; or a time of every day, such as 22:00", e);
        }
        throw new IllegalArgumentException("at must be a time, but is latest");
    }

    private static int secondOfDay(String at) {
        try {
            return LocalTime.parse(at).toSecondOfDay();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("at: '" + at + "' is no time of the day", e);
        }
    }

    private static boolean isOn(JsonNode on) {
        if (!on.isBoolean()) {
            throw new IllegalArgumentException("on must be true or false, but is " + on);
        }
        return on.booleanValue();
    }

    private static String table(JsonNode root) {
        return TableIds.validate("table", required("table", text(root, "table")));
    }

    private static int partition(JsonNode root) {
        JsonNode number = root.get("partition");
        if (number == null) {
            return ControlCommand.ALL;
        }
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.intValue() < 0) {
            throw new IllegalArgumentException(
                    "partition must be a number from 0 on, but is " + number);
        }
        return number.intValue();
    }

    private static @Nullable String text(JsonNode root, String name) {
        JsonNode value = root.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a string, but is " + value);
        }
        return value.textValue();
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static void only(JsonNode root, String command, Set<String> known) {
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new IllegalArgumentException(command + " has no field '" + name + "'");
            }
        }
    }

    /**
     * The message that {@link #parse} reads as this command.
     *
     * @param requester who wants it; may be empty
     */
    public static byte[] write(ControlCommand command, String requester) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        if (!requester.isEmpty()) {
            message.put("requester", requester);
        }
        switch (command.kind()) {
            case PAUSE, RESUME, PIN, UNPIN ->
                    message.put("command", command.kind().name().toLowerCase(Locale.ROOT));
            case SHADOW_ON, SHADOW_OFF ->
                    message.put("command", "shadow").put("on", command.kind() == Kind.SHADOW_ON);
            case WARM_UP, CANCEL_WARM_UP -> {
                message.put("command", "warm-up").put("at", timeOf(command));
                message.put("on", command.kind() == Kind.WARM_UP);
            }
            default -> throw new IllegalStateException("unknown command " + command);
        }
        if (!command.table().isEmpty()) {
            message.put("table", command.table());
        }
        if (command.partition() != ControlCommand.ALL) {
            message.put("partition", command.partition());
        }
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String timeOf(ControlCommand command) {
        return command.isDaily()
                ? LocalTime.ofSecondOfDay(command.secondOfDay())
                        .format(DateTimeFormatter.ISO_LOCAL_TIME)
                : TargetTimes.format(command.atMs());
    }

    private ControlMessages() {}
}
