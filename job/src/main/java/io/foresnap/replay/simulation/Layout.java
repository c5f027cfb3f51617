package io.foresnap.replay.simulation;

import io.foresnap.replay.Trace;
import java.util.List;

/**
 * Which files each entity has, when. File 0 of an entity is its latest snapshot, file i the i-th
 * segment that closed after it: a request needs all of them. When the next snapshot comes, the
 * numbers begin again, and what was there before is of no use.
 */
final class Layout {

    private final SimulationSettings settings;
    private final long[] phasesMs;

    Layout(SimulationSettings settings, List<Trace.Entity> entities) {
        this.settings = settings;
        this.phasesMs =
                entities.stream()
                        .mapToLong(e -> e.hash() % settings.snapshotIntervalMs())
                        .toArray();
    }

    int entities() {
        return phasesMs.length;
    }

    /** Most files an entity can have. */
    int mostFiles() {
        return (int) (settings.snapshotIntervalMs() / settings.segmentIntervalMs());
    }

    /** Time of the latest snapshot at a time, epoch milliseconds. */
    long snapshotMs(int entity, long timeMs) {
        return timeMs - Math.floorMod(timeMs - phasesMs[entity], settings.snapshotIntervalMs());
    }

    /** How many files a request at a time needs. */
    int files(int entity, long timeMs) {
        long sinceSnapshot = timeMs - snapshotMs(entity, timeMs);
        return 1 + (int) (sinceSnapshot / settings.segmentIntervalMs());
    }

    /** Bytes of an entity's first files. */
    long bytes(int files) {
        return files == 0 ? 0 : settings.snapshotBytes() + (files - 1) * settings.segmentBytes();
    }

    /** Bytes that a request at a time needs. */
    long neededBytes(int entity, long timeMs) {
        return bytes(files(entity, timeMs));
    }

    /** Bytes of one file. */
    long fileBytes(int file) {
        return file == 0 ? settings.snapshotBytes() : settings.segmentBytes();
    }

    /** When a file comes next, a segment or a snapshot: the first such time from a time on. */
    long nextCloseMs(int entity, long timeMs) {
        return timeMs + Math.floorMod(phasesMs[entity] - timeMs, settings.segmentIntervalMs());
    }
}
