package io.foresnap.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Where the clock stands.
 *
 * @param nextMs time of the next tick, epoch milliseconds of the job's clock; {@link
 *     Long#MIN_VALUE} before the first
 */
record ClockSplit(long nextMs) implements SourceSplit {

    @Override
    public String splitId() {
        return "clock";
    }

    private static void requireVersion(int version) throws IOException {
        if (version != 1) {
            throw new IOException("clock state of an unknown version " + version);
        }
    }

    /** Eight bytes. */
    static final class Serializer implements SimpleVersionedSerializer<ClockSplit> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(ClockSplit split) {
            return ByteBuffer.allocate(Long.BYTES).putLong(split.nextMs()).array();
        }

        @Override
        public ClockSplit deserialize(int version, byte[] bytes) throws IOException {
            requireVersion(version);
            return new ClockSplit(ByteBuffer.wrap(bytes).getLong());
        }
    }

    /** Eight bytes each. */
    static final class ListSerializer implements SimpleVersionedSerializer<List<ClockSplit>> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(List<ClockSplit> splits) {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * splits.size());
            splits.forEach(split -> bytes.putLong(split.nextMs()));
            return bytes.array();
        }

        @Override
        public List<ClockSplit> deserialize(int version, byte[] bytes) throws IOException {
            requireVersion(version);
            List<ClockSplit> splits = new ArrayList<>();
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                splits.add(new ClockSplit(left.getLong()));
            }
            return splits;
        }
    }
}
