package io.foresnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines as Debezium's PostgreSQL connector delivers them, in the words of what happened. */
public final class ChangeFeed {

    /** A text column whose value did not change. */
    public static final String UNCHANGED = "__debezium_unavailable_value";

    private final String table;
    private final List<String> lines = new ArrayList<>();
    private long tsMs = 1000;
    private long tx = 700;
    private long lsn = 5000;
    private long capturedMs = 1;

    private ChangeFeed(String table) {
        this.table = table;
    }

    /** The changes of one table. */
    public static ChangeFeed of(String table) {
        return new ChangeFeed(table);
    }

    /** A row as JSON: names and values in turn; numbers, booleans and null as they are. */
    public static String row(@Nullable Object... namesAndValues) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.append(i > 0 ? "," : "").append('"').append(namesAndValues[i]).append("\":");
            Object value = namesAndValues[i + 1];
            if (value instanceof String text && !text.startsWith("[")) {
                json.append('"').append(text).append('"');
            } else {
                json.append(value);
            }
        }
        return json.append('}').toString();
    }

    /** A row's key. */
    public static String key(int id) {
        return row("id", id);
    }

    /** Begins the next transaction, committed at a time. */
    public ChangeFeed commit(long commitMs) {
        tsMs = commitMs;
        tx++;
        return this;
    }

    /** What follows is logged at the same place of the source's log. */
    public ChangeFeed atLsn(long sourceLsn) {
        lsn = sourceLsn - 1;
        return this;
    }

    /** A row that the connector read when it started. */
    public ChangeFeed read(int id, @Nullable Object... columns) {
        return event("r", key(id), null, rowOf(id, columns), ++lsn);
    }

    public ChangeFeed insert(int id, @Nullable Object... columns) {
        return event("c", key(id), null, rowOf(id, columns), ++lsn);
    }

    public ChangeFeed update(int id, @Nullable Object... columns) {
        return event("u", key(id), null, rowOf(id, columns), ++lsn);
    }

    /** A delete and the tombstone behind it. */
    public ChangeFeed delete(int id) {
        return event("d", key(id), key(id), null, ++lsn).tombstone(id);
    }

    /** A change of the key: delete, tombstone and insert at one place of the source's log. */
    public ChangeFeed move(int from, int to, @Nullable Object... columns) {
        delete(from);
        return event("c", key(to), null, rowOf(to, columns), lsn);
    }

    public ChangeFeed tombstone(int id) {
        return line("{\"key\":" + key(id) + ",\"value\":null}");
    }

    public ChangeFeed truncate() {
        return event("t", null, null, null, ++lsn);
    }

    /** An insert into a table without key. */
    public ChangeFeed append(@Nullable Object... columns) {
        return event("c", null, null, row(columns), ++lsn);
    }

    /** One more row of the same bulk insert. */
    public ChangeFeed appendAtSamePlace(@Nullable Object... columns) {
        return event("c", null, null, row(columns), lsn);
    }

    /** A delete in a table without key, with what the source tells of the row. */
    public ChangeFeed remove(@Nullable String before) {
        return event("d", null, before, null, ++lsn);
    }

    /** An update in a table without key, with what the source tells of the row before. */
    public ChangeFeed replace(@Nullable String before, String after) {
        return event("u", null, before, after, ++lsn);
    }

    /** Any event of the current transaction. */
    public ChangeFeed event(
            String op,
            @Nullable String key,
            @Nullable String before,
            @Nullable String after,
            long sourceLsn) {
        int dot = table.indexOf('.');
        String source =
                String.format(
                        "{\"connector\":\"postgresql\",\"ts_ms\":%d,\"db\":\"shop\","
                                + "\"schema\":\"%s\",\"table\":\"%s\",\"txId\":%d,\"lsn\":%d}",
                        tsMs, table.substring(0, dot), table.substring(dot + 1), tx, sourceLsn);
        return line(
                String.format(
                        "{\"key\":%s,\"value\":{\"before\":%s,\"after\":%s,\"source\":%s,"
                                + "\"op\":\"%s\",\"ts_ms\":%d}}",
                        key, before, after, source, op, capturedMs++));
    }

    /** A line as it is. */
    public ChangeFeed line(String line) {
        lines.add(line);
        return this;
    }

    /** The connector was restarted and delivers its last lines again, captured later. */
    public ChangeFeed redeliver(int lastLines) {
        capturedMs += 10_000;
        for (String line : List.copyOf(lines.subList(lines.size() - lastLines, lines.size()))) {
            lines.add(line.replaceFirst("\"ts_ms\":\\d+}}$", "\"ts_ms\":" + capturedMs++ + "}}"));
        }
        return this;
    }

    /** The very same deliveries were written to the file once more. */
    public ChangeFeed duplicate(int lastLines) {
        lines.addAll(List.copyOf(lines.subList(lines.size() - lastLines, lines.size())));
        return this;
    }

    /** Commit time of the current transaction. */
    public long nowMs() {
        return tsMs;
    }

    public int size() {
        return lines.size();
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Writes the lines to a file. */
    public Path writeTo(Path file) throws IOException {
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static String rowOf(int id, @Nullable Object... columns) {
        @Nullable Object[] all = new @Nullable Object[columns.length + 2];
        all[0] = "id";
        all[1] = id;
        System.arraycopy(columns, 0, all, 2, columns.length);
        return row(all);
    }
}
