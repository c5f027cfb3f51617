package io.foresnap.replay.generator;

import io.foresnap.event.BackupRequest;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Entity;
import io.foresnap.replay.Trace.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes a trace and its hazards as CSV, compressed where the name ends in {@code .gz}. */
public final class TraceWriter {

    private TraceWriter() {}

    /**
     * Writes {@code timestamp_ms,table,partition,requester}, and {@code target_time_ms} where any
     * request asks for an earlier state.
     */
    public static void write(Trace trace, Path file) throws IOException {
        boolean targets =
                trace.requests().stream().anyMatch(r -> r.targetTimeMs() != BackupRequest.LATEST);
        try (Writer out = open(file)) {
            out.write(
                    "timestamp_ms,table,partition,requester" + (targets ? ",target_time_ms" : ""));
            out.write('\n');
            for (Request request : trace.requests()) {
                Entity entity = trace.entities().get(request.entity());
                out.write(request.timeMs() + "," + entity.table() + "," + entity.partition() + ",");
                out.write(request.requester());
                if (targets) {
                    boolean latest = request.targetTimeMs() == BackupRequest.LATEST;
                    out.write("," + (latest ? "" : request.targetTimeMs()));
                }
                out.write('\n');
            }
        }
    }

    /**
     * Writes {@code tick_ms,table,partition,p} for every tick and entity with a known probability.
     */
    public static void write(List<Entity> entities, TickGrid grid, Probabilities hazards, Path file)
            throws IOException {
        try (Writer out = open(file)) {
            out.write("tick_ms,table,partition,p\n");
            for (int tick = 0; tick < grid.ticks(); tick++) {
                for (int e = 0; e < entities.size(); e++) {
                    double p = hazards.get(tick, e);
                    if (!Double.isNaN(p)) {
                        Entity entity = entities.get(e);
                        out.write(grid.timeMs(tick) + "," + entity.table() + ",");
                        out.write(entity.partition() + ",");
                        out.write(String.format(Locale.ROOT, "%.6g\n", p));
                    }
                }
            }
        }
    }

    private static Writer open(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        boolean gzip = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        return new OutputStreamWriter(
                gzip ? new GZIPOutputStream(out, 1 << 16) : out, StandardCharsets.UTF_8);
    }
}
