package io.foresnap.replay.predict;

import io.foresnap.replay.Outcomes;
import io.foresnap.replay.Probabilities;
import io.foresnap.replay.TickGrid;
import io.foresnap.replay.Trace;
import io.foresnap.replay.Trace.Entity;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes every scored prediction as CSV, by tick; gzip when the file's name ends in .gz. */
public final class PredictionsFile {

    private PredictionsFile() {}

    /** Writes the file, over one that is there. */
    public static void write(Path file, Trace trace, Outcomes outcomes, Probabilities probabilities)
            throws IOException {
        TickGrid grid = outcomes.grid();
        try (BufferedWriter out =
                new BufferedWriter(
                        new OutputStreamWriter(stream(file), StandardCharsets.UTF_8), 1 << 16)) {
            out.write(ForeignPredictions.HEADER + "\n");
            for (int tick = grid.firstScored(); tick < grid.ticks(); tick++) {
                String tickMs = Long.toString(grid.timeMs(tick));
                for (int entity = 0; entity < outcomes.known(tick); entity++) {
                    Entity of = trace.entities().get(entity);
                    float p = probabilities.row(tick)[entity];
                    out.write(tickMs + "," + of.table() + "," + of.partition() + ",");
                    // Without an exponent, which not every reader of CSV takes for a number.
                    out.write(new BigDecimal(Float.toString(p)).toPlainString() + "\n");
                }
            }
        }
    }

    private static OutputStream stream(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(out, 1 << 16) : out;
    }
}
