package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/** Numbers to accepted requests: tables in turn, each by one of a hundred requesters. */
final class LoadFeed implements MapFunction<Long, AcceptedRequest> {

    private static final long serialVersionUID = 1;
    private static final int REQUESTERS = 100;

    private final int tables;

    LoadFeed(int tables) {
        this.tables = tables;
    }

    @Override
    public AcceptedRequest map(Long number) {
        int table = (int) (number % tables);
        BackupRequest request =
                new BackupRequest(
                        "load-" + number,
                        "schema.table_" + table,
                        List.of(0),
                        number,
                        "requester-" + table % REQUESTERS,
                        number);
        return new AcceptedRequest(request, RequestNeeds.unknown(request));
    }
}
