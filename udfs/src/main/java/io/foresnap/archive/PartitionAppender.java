package io.foresnap.archive;

import io.foresnap.changelog.SegmentWriter;
import io.foresnap.changelog.Storage;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.TablePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The open segment of one partition. */
final class PartitionAppender {

    private final Storage storage;
    private final TablePartition of;
    private final List<ChangeEvent> open = new ArrayList<>();
    private long from;
    private long end;

    PartitionAppender(Storage storage, TablePartition of, long end) {
        this.storage = storage;
        this.of = of;
        this.from = end;
        this.end = end;
    }

    TablePartition of() {
        return of;
    }

    /** Offset after the last event appended. */
    long end() {
        return end;
    }

    void append(ChangeEvent change, long tsMs, int segmentEvents) throws IOException {
        open.add(change.at(end++, tsMs));
        if (open.size() >= segmentEvents) {
            flush();
        }
    }

    void flush() throws IOException {
        if (!open.isEmpty()) {
            SegmentWriter.write(storage, of, from, end, open);
            open.clear();
            from = end;
        }
    }
}
