package io.foresnap.bench;

import io.foresnap.options.ModelType;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/**
 * How a prediction tick grows with the number of partitions, beside a bare Flink pipeline with as
 * many records.
 */
public final class TickLoad {

    /** Heap that a partition takes beside what the bench itself needs. */
    private static final long HEAP_EACH = 9_000;

    private static final int PER_TABLE = 10;
    private static final int TICKS = 3;

    /** As many as the ticks before the measured ones. */
    private static final int WARM_UP = 4;

    private final List<Integer> sizes;
    private final ModelType model;
    private final HistoryBackend stateBackend;
    private final PrintWriter out;

    /** One number of partitions. */
    private record Row(TickCost tick, TickCost bare) {}

    /**
     * @param sizes numbers of partitions, ascending
     * @param stateBackend where histories are kept
     */
    public TickLoad(
            List<Integer> sizes, ModelType model, HistoryBackend stateBackend, PrintWriter out) {
        this.sizes = List.copyOf(sizes);
        this.model = model;
        this.stateBackend = stateBackend;
        this.out = out;
    }

    /** Heap that so many partitions need, bytes: an estimate, with the state on the heap. */
    public static long heapBytes(int partitions) {
        return partitions * HEAP_EACH;
    }

    /** Measures and prints, in the end one table of all. */
    public void run() throws IOException {
        Row[] rows = new Row[sizes.size()];
        for (int i = 0; i < rows.length; i++) {
            TickCost tick =
                    new TickBenchmark(sizes.get(i), PER_TABLE, model, stateBackend, out).run(TICKS);
            rows[i] = new Row(tick, bare(tick.partitions()));
        }
        print(rows);
    }

    private TickCost bare(int partitions) throws IOException {
        try (BareTick bare = new BareTick(partitions, stateBackend)) {
            for (int n = 0; n < WARM_UP; n++) {
                bare.seconds();
            }
            double[] seconds = new double[TICKS];
            for (int n = 0; n < TICKS; n++) {
                seconds[n] = bare.seconds();
            }
            return TickCost.of(partitions, seconds, bare.checkpoint());
        }
    }

    private void print(Row[] rows) {
        out.printf(
                "%-12s %9s %9s %6s %12s %15s %15s %15s%n",
                "partitions",
                "tick",
                "bare",
                "rate",
                "state each",
                "checkpoint",
                "takes",
                "bare one takes");
        for (Row row : rows) {
            TickCost tick = row.tick();
            out.printf(
                    "%,-12d %7.2f s %7.2f s %6.2f %10.0f B %,11d MiB %13.2f s %13.2f s%n",
                    tick.partitions(),
                    tick.seconds(),
                    row.bare().seconds(),
                    row.bare().seconds() / tick.seconds(),
                    tick.bytesEach(),
                    tick.checkpointBytes() >> 20,
                    tick.checkpointSeconds(),
                    row.bare().checkpointSeconds());
        }
        for (int i = 1; i < rows.length; i++) {
            growth(rows[0].tick(), rows[i].tick());
        }
        out.flush();
    }

    /** Against what linear growth would be. */
    private void growth(TickCost small, TickCost large) {
        out.printf(
                "growth from %,d to %,d partitions: a partition takes %.2f times the time and %.2f"
                        + " times the state (1 is linear)%n",
                small.partitions(),
                large.partitions(),
                large.secondsEach() / small.secondsEach(),
                large.bytesEach() / small.bytesEach());
    }
}
