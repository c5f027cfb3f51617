package io.foresnap;

import io.foresnap.archive.DebeziumParser;
import io.foresnap.archive.TableArchiver;
import io.foresnap.changelog.Storage;
import io.foresnap.event.TablePartition;
import io.foresnap.merge.PartitionPlan;
import io.foresnap.merge.Planner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small table of orders in real files: a snapshot, and segments as they are closed. */
public final class Orders {

    /** When its snapshot was made. */
    public static final long START = 1_772_000_000_000L;

    public final String table;
    private final Storage storage;
    private final TableArchiver archiver;
    private final DebeziumParser parser = new DebeziumParser();
    private long now = START;
    private long lsn = 1000;

    /** With 20 orders in its snapshot and one segment that changes some of them. */
    public Orders(Storage storage, String table, int partitions) throws IOException {
        this.storage = storage;
        this.table = table;
        this.archiver = TableArchiver.open(storage, table, partitions, 1000);
        for (int id = 0; id < 20; id++) {
            put(id, "new", "r");
        }
        archiver.flush();
        closeSegment();
    }

    /** Changes some orders and closes their segments. */
    public void closeSegment() throws IOException {
        now += 1000;
        for (int id = 0; id < 20; id += 2) {
            put(id, "paid at " + now, "u");
        }
        archiver.flush();
        archiver.completeThrough(now);
    }

    private void put(int id, String state, String op) throws IOException {
        String[] name = table.split("\\.", 2);
        String line =
                """
                {"key":{"id":%d},"value":{"before":null,"after":{"id":%d,"state":"%s"},\
                "source":{"ts_ms":%d,"schema":"%s","table":"%s","txId":%d,"lsn":%d},"op":"%s",\
                "ts_ms":%d}}"""
                        .formatted(id, id, state, now, name[0], name[1], lsn, lsn++, op, now);
        archiver.add(parser.parse(line.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    /** The newest time it can be restored to. */
    public long now() {
        return now;
    }

    /** The plan of a partition as of now. */
    public PartitionPlan plan(int partition) throws IOException {
        return Planner.list(storage, new TablePartition(table, partition)).plan(now);
    }

    /** Flips a bit in the middle of a file. */
    public static void damage(String path) throws IOException {
        Path file = Path.of(new org.apache.hadoop.fs.Path(path).toUri().getPath());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
