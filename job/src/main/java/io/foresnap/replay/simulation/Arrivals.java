package io.foresnap.replay.simulation;

import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * When the requests of a trace reach the simulation, in order of time. A trace with coarse times
 * has its requests spread over its resolution R: each moves by crc32 of {@code
 * table|partition|time} mod R milliseconds.
 */
@SuppressWarnings("ArrayRecordComponent") // Hundreds of thousands of numbers; never compared.
record Arrivals(long[] timesMs, int[] entities) {

    static Arrivals of(Trace trace, long resolutionMs) {
        List<Trace.Request> requests = trace.requests();
        long[] moved = new long[requests.size()];
        for (int i = 0; i < moved.length; i++) {
            Trace.Request request = requests.get(i);
            Trace.Entity entity = trace.entities().get(request.entity());
            moved[i] = request.timeMs() + shift(entity, request.timeMs(), resolutionMs);
        }
        int[] order =
                IntStream.range(0, moved.length)
                        .boxed()
                        .sorted(Comparator.comparingLong(i -> moved[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        return new Arrivals(
                IntStream.of(order).mapToLong(i -> moved[i]).toArray(),
                IntStream.of(order).map(i -> requests.get(i).entity()).toArray());
    }

    private static long shift(Trace.Entity entity, long timeMs, long resolutionMs) {
        if (resolutionMs == 1) {
            return 0;
        }
        CRC32 crc = new CRC32();
        String text = entity.table() + "|" + entity.partition() + "|" + timeMs;
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % resolutionMs;
    }

    int size() {
        return timesMs.length;
    }

    /** How often each entity is asked for in each window. */
    int[][] counts(TickGrid grid, int ofEntities) {
        int[][] counts = new int[grid.ticks()][ofEntities];
        for (int i = 0; i < size(); i++) {
            counts[Math.min(grid.ticks() - 1, grid.tickAt(timesMs[i]))][entities[i]]++;
        }
        return counts;
    }

    /** For each request the time of the entity's next one; {@link Long#MAX_VALUE} if none. */
    long[] nextMs(int ofEntities) {
        long[] next = new long[size()];
        long[] later = new long[ofEntities];
        java.util.Arrays.fill(later, Long.MAX_VALUE);
        for (int i = size() - 1; i >= 0; i--) {
            next[i] = later[entities[i]];
            later[entities[i]] = timesMs[i];
        }
        return next;
    }

    /** Sum over the entities of the mean bytes that their requests need. */
    double meanNeededBytes(Layout layout) {
        double[] bytes = new double[layout.entities()];
        int[] requests = new int[layout.entities()];
        for (int i = 0; i < size(); i++) {
            bytes[entities[i]] += layout.neededBytes(entities[i], timesMs[i]);
            requests[entities[i]]++;
        }
        double sum = 0;
        for (int e = 0; e < bytes.length; e++) {
            sum += requests[e] == 0 ? 0 : bytes[e] / requests[e];
        }
        return sum;
    }
}
