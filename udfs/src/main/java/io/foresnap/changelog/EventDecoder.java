package io.foresnap.changelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decodes the records of one segment file into a run. */
final class EventDecoder {

    private final SegmentFile file;
    private final Placeholders placeholders;
    private final long bytes;
    private @Nullable RunBuilder builder;

    /** More than a block of other records than the rest can promise. */
    private static final double MOST_RATIO = 16;

    private final AvroBytes avro = new AvroBytes();
    private final RunBuilder.EntryView entry = new RunBuilder.EntryView();
    private final long end;
    private long next;

    /**
     * @param bytes size of the file
     */
    EventDecoder(SegmentFile file, Placeholders placeholders, int bytes) {
        this.file = file;
        this.placeholders = placeholders;
        this.bytes = bytes;
        this.next = file.name().from();
        this.end = file.name().isTruncateCopy() ? next + 1 : file.name().to();
    }

    /**
     * The run.
     *
     * @param pace asked before each piece of the sorting
     */
    Run run(Pace pace) throws IOException {
        return builder(0).build(pace);
    }

    /** Where the next block may be put: of those before everything has been copied. */
    byte[] spare() {
        return avro.data();
    }

    /**
     * A block of records.
     *
     * @param compressed what it takes in the file
     */
    void block(ByteBuffer block, long records, int compressed) throws IOException {
        RunBuilder to = builder(sizeBy(block.remaining(), compressed));
        avro.reset(block);
        for (long i = 0; i < records; i++) {
            record(to);
        }
    }

    /**
     * What all records are expected to take, by what those of a block do: a guess that is too large
     * costs the collector as much as what is needed, and one block may be of another kind than the
     * rest.
     */
    private int sizeBy(int block, int compressed) {
        double ratio = Math.min(MOST_RATIO, (double) block / Math.max(1, compressed));
        double size = ratio * bytes;
        return (int) Math.min(Integer.MAX_VALUE / 2, 1.05 * Math.max(size, block));
    }

    private RunBuilder builder(int expectedBytes) {
        RunBuilder known = builder;
        if (known == null) {
            known = new RunBuilder(file.name().from(), file.name().minTs(), expectedBytes);
            builder = known;
        }
        return known;
    }

    private void record(RunBuilder to) throws IOException {
        entry.offset = avro.readLong();
        if (entry.offset < next || entry.offset >= end) {
            throw new DamagedFileException(
                    file.path(),
                    "offset " + entry.offset + " is outside [" + next + ", " + end + ")");
        }
        next = file.name().isTruncateCopy() ? entry.offset : entry.offset + 1;
        entry.tsMs = avro.readLong();
        int opLength = avro.readLength();
        char op = opLength == 1 ? (char) avro.data()[avro.position()] : '?';
        avro.skip(opLength);
        int keyLength = avro.readNullableLength();
        int keyPosition = avro.position();
        avro.skip(Math.max(0, keyLength));
        int beforeLength = avro.readNullableLength();
        int beforePosition = avro.position();
        avro.skip(Math.max(0, beforeLength));
        int afterLength = avro.readNullableLength();
        int afterPosition = avro.position();
        avro.skip(Math.max(0, afterLength));
        position();
        entry.isCreate = op == 'c';
        entry.hasPlaceholder = false;
        if (op == 't') {
            addWithoutKey(to, EntryCursor.TRUNCATE);
        } else if (file.name().isTruncateCopy()) {
            throw new DamagedFileException(
                    file.path(), "it may hold truncates only, not '" + op + "'");
        } else if (keyLength >= 0) {
            keyed(to, op, keyPosition, keyLength, afterPosition, afterLength);
        } else {
            keyless(to, op, beforePosition, beforeLength, afterPosition, afterLength);
        }
    }

    private void position() {
        int txLength = avro.readNullableLength();
        entry.tx = Run.hashOf(avro.data(), avro.position(), Math.max(0, txLength));
        avro.skip(Math.max(0, txLength));
        entry.hasPosition = avro.readLong() == 1;
        entry.lsn = entry.hasPosition ? avro.readLong() : 0;
    }

    private void keyed(
            RunBuilder to,
            char op,
            int keyPosition,
            int keyLength,
            int afterPosition,
            int afterLength) {
        entry.keyData = avro.data();
        entry.keyPosition = keyPosition;
        entry.keyLength = keyLength;
        entry.rowData = avro.data();
        entry.rowPosition = afterPosition;
        entry.rowLength = Math.max(0, afterLength);
        if (op == 'd') {
            entry.kind = EntryCursor.DELETE;
            entry.rowLength = 0;
        } else if (afterLength < 0) {
            entry.kind = EntryCursor.REFUSED;
            entry.keyLength = 0;
        } else {
            entry.kind = EntryCursor.UPSERT;
            entry.hasPlaceholder = placeholders.mayBeIn(avro.data(), afterPosition, afterLength);
        }
        to.add(entry);
    }

    /** Without a key, the row itself says which row it is: sorted by its canonical form. */
    private void keyless(
            RunBuilder to,
            char op,
            int beforePosition,
            int beforeLength,
            int afterPosition,
            int afterLength)
            throws IOException {
        boolean removes = op == 'u' || op == 'd';
        boolean appends = op != 'd';
        if (removes && beforeLength < 0 || appends && afterLength < 0) {
            addWithoutKey(to, EntryCursor.REFUSED);
            return;
        }
        JsonRow before = null;
        if (removes) {
            before = JsonRow.parse(avro.data(), beforePosition, beforeLength);
            addRow(to, EntryCursor.REMOVE, before.canonical(), new byte[0]);
        }
        if (appends) {
            byte[] row = fill(afterPosition, afterLength, before);
            addRow(to, EntryCursor.APPEND, JsonRow.parse(row, 0, row.length).canonical(), row);
        }
    }

    private byte[] fill(int position, int length, @Nullable JsonRow before) throws IOException {
        if (placeholders.mayBeIn(avro.data(), position, length)) {
            return placeholders.fill(avro.data(), position, length, before);
        }
        return Arrays.copyOfRange(avro.data(), position, position + length);
    }

    private void addRow(RunBuilder to, int kind, byte[] key, byte[] row) {
        entry.kind = kind;
        entry.keyData = key;
        entry.keyPosition = 0;
        entry.keyLength = key.length;
        entry.rowData = row;
        entry.rowPosition = 0;
        entry.rowLength = row.length;
        to.add(entry);
    }

    private void addWithoutKey(RunBuilder to, int kind) {
        addRow(to, kind, new byte[0], new byte[0]);
    }
}
