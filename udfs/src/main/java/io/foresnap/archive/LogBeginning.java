package io.foresnap.archive;

import io.foresnap.changelog.AvroBytes;
import io.foresnap.changelog.PartitionLog;
import io.foresnap.changelog.SegmentFile;
import io.foresnap.changelog.SegmentFormat;
import io.foresnap.changelog.SegmentReader;
import io.foresnap.changelog.Storage;
import io.foresnap.event.Op;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a partition's log begins.
 *
 * @param offset first offset it covers
 * @param hasEvents whether any segment is there
 * @param earliestMs least commit time of its events
 * @param readsUntil greatest commit time of the reads that it begins with: what the connector found
 *     in the table when it started; empty when it begins with something else
 */
record LogBeginning(long offset, boolean hasEvents, long earliestMs, OptionalLong readsUntil) {

    /** Whether rows may have existed that the log does not tell of. */
    boolean isLost() {
        return hasEvents && offset > 0 && readsUntil.isEmpty();
    }

    /** Finds out, reading no more than the leading segments; what they hold is remembered. */
    static final class Finder {

        /** What a segment begins with. */
        private record Leading(boolean hasReads, boolean onlyReads, long untilMs) {}

        private final Storage storage;

        /** By path: a segment never changes, and is looked at again until a snapshot is made. */
        private final Map<String, Leading> known = new ConcurrentHashMap<>();

        Finder(Storage storage) {
            this.storage = storage;
        }

        /** Empty while the folder holds nothing that says where the log begins. */
        Optional<LogBeginning> find(PartitionLog log) throws IOException {
            List<SegmentFile> segments =
                    log.files().stream().filter(f -> f.name().from() < f.name().to()).toList();
            if (segments.isEmpty()) {
                return log.marks().stream()
                        .map(mark -> mark.name().from())
                        .min(Long::compare)
                        .map(
                                offset ->
                                        new LogBeginning(
                                                offset,
                                                false,
                                                Long.MAX_VALUE,
                                                OptionalLong.empty()));
            }
            long offset = segments.get(0).name().from();
            long earliest = segments.stream().mapToLong(s -> s.name().minTs()).min().getAsLong();
            return Optional.of(
                    new LogBeginning(
                            offset, true, earliest, readsUntil(log.chainFrom(offset).segments())));
        }

        private OptionalLong readsUntil(List<SegmentFile> chain) throws IOException {
            OptionalLong until = OptionalLong.empty();
            for (SegmentFile segment : chain) {
                Leading leading = known.get(segment.path());
                if (leading == null) {
                    leading = read(segment);
                    known.put(segment.path(), leading);
                }
                if (leading.hasReads) {
                    until = OptionalLong.of(Math.max(until.orElse(0), leading.untilMs));
                }
                if (!leading.onlyReads) {
                    break;
                }
            }
            return until;
        }

        private Leading read(SegmentFile segment) throws IOException {
            byte[] bytes = storage.readAll(segment.path(), segment.bytes());
            SegmentReader.verify(segment.path(), segment.name().crc32c(), bytes);
            Reads reads = new Reads();
            SegmentReader.forEachBlock(segment.path(), SegmentFormat.SCHEMA, bytes, reads::block);
            return new Leading(reads.untilMs >= 0, !reads.ended, reads.untilMs);
        }

        /** Forgets segments of which nobody will ask again. */
        void forget(PartitionLog log) {
            log.files().forEach(file -> known.remove(file.path()));
        }
    }

    /** The reads at the beginning of a segment. */
    private static final class Reads {

        private final AvroBytes avro = new AvroBytes();
        private boolean ended;
        private long untilMs = -1;

        void block(byte[] block, long records) {
            avro.reset(block);
            for (long i = 0; i < records && !ended; i++) {
                avro.readLong(); // offset
                long tsMs = avro.readLong();
                int length = avro.readLength();
                String op =
                        new String(avro.data(), avro.position(), length, StandardCharsets.US_ASCII);
                avro.skip(length);
                if (op.equals(Op.READ.code())) {
                    untilMs = Math.max(untilMs, tsMs);
                    skipRest();
                } else {
                    ended = true;
                }
            }
        }

        private void skipRest() {
            for (int field = 0; field < 4; field++) { // key, before, after, tx
                avro.skip(Math.max(0, avro.readNullableLength()));
            }
            if (avro.readLong() == 1) {
                avro.readLong(); // lsn
            }
        }
    }
}
