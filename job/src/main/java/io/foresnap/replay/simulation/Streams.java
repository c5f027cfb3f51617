package io.foresnap.replay.simulation;

import java.util.Arrays;

/** How long a request's own streams take for what is missing: each file goes to the first free. */
final class Streams {

    private final SimulationSettings settings;
    private final long[] freeMicros;

    Streams(SimulationSettings settings) {
        this.settings = settings;
        this.freeMicros = new long[settings.requestStreams()];
    }

    /** Microseconds until the last of the files is there; the snapshot goes first. */
    long micros(boolean snapshot, int segments) {
        Arrays.fill(freeMicros, 0);
        long last = 0;
        if (snapshot) {
            last = take(settings.fetchMicros(settings.snapshotBytes()));
        }
        long each = settings.fetchMicros(settings.segmentBytes());
        for (int i = 0; i < segments; i++) {
            last = Math.max(last, take(each));
        }
        return last;
    }

    private long take(long micros) {
        int first = 0;
        for (int i = 1; i < freeMicros.length; i++) {
            first = freeMicros[i] < freeMicros[first] ? i : first;
        }
        freeMicros[first] += micros;
        return freeMicros[first];
    }
}
