package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.MapFunction;

/** Numbers to accepted requests for tables by chance; each requester has a few of them. */
final class LoadFeed implements MapFunction<Long, AcceptedRequest> {

    private static final long serialVersionUID = 1;
    private static final int TABLES_EACH = 4;

    /** A busy hour of ten thousand requests. */
    private static final long APART_MS = 360;

    private final int tables;

    LoadFeed(int tables) {
        this.tables = tables;
    }

    @Override
    public AcceptedRequest map(Long number) {
        int table = new SplittableRandom(number).nextInt(tables);
        long timeMs = number * APART_MS;
        BackupRequest request =
                new BackupRequest(
                        "load-" + number,
                        "schema.table_" + table,
                        List.of(0),
                        timeMs,
                        "requester-" + table / TABLES_EACH,
                        timeMs);
        return new AcceptedRequest(request, RequestNeeds.unknown(request));
    }
}
