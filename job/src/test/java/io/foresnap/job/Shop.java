package io.foresnap.job;

import io.foresnap.archive.DebeziumParser;
import io.foresnap.archive.TableArchiver;
import io.foresnap.changelog.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A small table whose rows are known: it grows by one order each time it is told to. */
final class Shop {

    private final String table;
    private final TableArchiver archiver;
    private final DebeziumParser parser = new DebeziumParser();
    private final Map<Integer, String> rows = new TreeMap<>();
    private long lsn = 1000;

    Shop(Storage storage, String table, int partitions, int orders, long timeMs)
            throws IOException {
        this.table = table;
        this.archiver = TableArchiver.open(storage, table, partitions, 1000);
        for (int id = 0; id < orders; id++) {
            put(id, "new", "r", timeMs);
        }
        archiver.flush();
    }

    void update(int id, String state, long timeMs) throws IOException {
        put(id, state, "u", timeMs);
    }

    private void put(int id, String state, String op, long timeMs) throws IOException {
        String[] name = table.split("\\.", 2);
        String row = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        String line =
                """
                {"key":{"id":%d},"value":{"before":null,"after":%s,"source":{"ts_ms":%d,\
                "schema":"%s","table":"%s","txId":%d,"lsn":%d},"op":"%s","ts_ms":%d}}"""
                        .formatted(id, row, timeMs, name[0], name[1], lsn, lsn++, op, timeMs + 5);
        archiver.add(parser.parse(line.getBytes(StandardCharsets.UTF_8)).orElseThrow());
        rows.put(id, row);
    }

    void close(long timeMs) throws IOException {
        archiver.flush();
        archiver.completeThrough(timeMs);
    }

    /** Rows now, by id. */
    Map<Integer, String> rows() {
        return new TreeMap<>(rows);
    }
}
