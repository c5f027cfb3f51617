package io.foresnap.bench;

import io.foresnap.event.AcceptedRequest;
import io.foresnap.event.BackupRequest;
import io.foresnap.event.RequestNeeds;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/** Numbers to accepted requests: tables in turn, {@value #TABLES_EACH} of them by one requester. */
final class LoadFeed implements MapFunction<Long, AcceptedRequest> {

    private static final long serialVersionUID = 1;
    private static final int TABLES_EACH = 20;

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
                        "requester-" + table / TABLES_EACH,
                        number);
        return new AcceptedRequest(request, RequestNeeds.unknown(request));
    }
}
