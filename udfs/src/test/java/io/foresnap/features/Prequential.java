package io.foresnap.features;

import io.foresnap.history.Access;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Plays a recorded trace through the histories, tick by tick, in strict time order. */
public final class Prequential {

    /** What becomes known at a tick: the examples that closed, and the features made. */
    public interface Listener {
        void tick(long tickMs, List<TrainingExample> closed, List<PartitionFeatures> made);
    }

    /** One line of a trace. */
    public record Line(long timeMs, String table, int partition, String requester) {}

    private Prequential() {}

    /** The lines of a trace up to a time after its first, sorted by time. */
    public static List<Line> read(Path file, long spanMs) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            in.readLine();
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                String[] cells = text.split(",", -1);
                int partition = cells[2].isEmpty() ? 0 : Integer.parseInt(cells[2]);
                Line line = new Line(Long.parseLong(cells[0]), cells[1], partition, cells[3]);
                if (!lines.isEmpty() && line.timeMs() - lines.get(0).timeMs() > spanMs) {
                    break;
                }
                lines.add(line);
            }
        }
        return lines;
    }

    /** Plays the lines with ticks every window; the last tick only closes what is open. */
    public static void play(List<Line> lines, long windowMs, Listener listener) {
        Playback playback = new Playback(windowMs);
        int next = 0;
        long last = lines.get(lines.size() - 1).timeMs();
        long tick = Math.floorDiv(lines.get(0).timeMs(), windowMs) * windowMs;
        while (tick <= last + windowMs) {
            for (; next < lines.size() && lines.get(next).timeMs() < tick; next++) {
                Line line = lines.get(next);
                playback.hear(
                        line.table(),
                        line.partition(),
                        new Access(line.timeMs(), 0, line.requester().hashCode()));
            }
            Playback.Known known = playback.tick(tick);
            listener.tick(tick, known.closed(), known.made());
            tick += windowMs;
        }
    }
}
