package io.foresnap.replay;

import io.foresnap.local.demo.workload.TraceLine;
import io.foresnap.local.demo.workload.TraceReader;
import io.foresnap.replay.Trace.Entity;
import io.foresnap.replay.Trace.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a recorded trace into memory. */
public final class TraceLoader {

    private final Map<Entity, Integer> numbers = new LinkedHashMap<>();
    private final Map<String, String> requesters = new LinkedHashMap<>();
    private final List<Request> requests = new ArrayList<>();

    private TraceLoader() {}

    /**
     * Reads the whole file, plain or gzip.
     *
     * @throws IOException naming file and line of what is wrong, or that there is no request
     */
    public static Trace load(Path file) throws IOException {
        TraceLoader loader = new TraceLoader();
        try (TraceReader reader = TraceReader.open(file)) {
            Optional<TraceLine> line = reader.nextLine();
            while (line.isPresent()) {
                loader.add(line.get());
                line = reader.nextLine();
            }
        }
        if (loader.requests.isEmpty()) {
            throw new IOException(file + ": the trace has no requests");
        }
        return new Trace(List.copyOf(loader.numbers.keySet()), loader.requests);
    }

    private void add(TraceLine line) {
        Entity entity = new Entity(line.table(), line.partition());
        int number = numbers.computeIfAbsent(entity, e -> numbers.size());
        // One text for each requester: a trace names few of them often.
        String requester = requesters.computeIfAbsent(line.requester(), r -> r);
        requests.add(new Request(line.timeMs(), number, requester, line.targetTimeMs()));
    }
}
