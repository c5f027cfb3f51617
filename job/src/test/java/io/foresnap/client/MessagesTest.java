package io.foresnap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesARequestForSomePartitionsAtATime() throws Exception {
        BackupRequest request =
                new BackupRequest("r1", "public.orders", List.of(0, 2), 1234, "ann", 5678);

        assertThat(JSON.readTree(RequestMessage.toJson(request)))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"requestId":"r1","table":"public.orders","partitions":[0,2],
                                 "targetTime":1234,"requester":"ann","requestedAt":5678}"""));
    }

    @Test
    void leavesOutPartitionsWhenAllAreAskedFor() throws Exception {
        BackupRequest request =
                new BackupRequest("r1", "a", List.of(), BackupRequest.LATEST, "", 5678);

        assertThat(JSON.readTree(RequestMessage.toJson(request)))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"requestId":"r1","table":"a","targetTime":"latest",
                                 "requester":"","requestedAt":5678}"""));
    }

    @Test
    void readsAnAcknowledgedResult() throws Exception {
        ResultMessage result =
                parse(
                        """
                        {"requestId":"r1","table":"a","status":"ACKNOWLEDGED","reason":null,
                         "directory":"hdfs://x/backups/a/r1","targetTimeMs":12,"rows":3,
                         "neededBytes":100,"cachedBytes":50,"neededFiles":2,"cachedFiles":1,
                         "latencyMillis":{"plan":1,"fetch":2,"merge":3,"write":4,"total":10.5},
                         "requestedAt":7,"added later":true}""");

        assertThat(result.acknowledged()).isTrue();
        assertThat(result.totalMillis()).isEqualTo(10.5);
        assertThat(result.directory()).isEqualTo("hdfs://x/backups/a/r1");
    }

    @Test
    void readsARejectedResultWithNothingButAReason() throws Exception {
        ResultMessage result =
                parse(
                        """
                        {"requestId":"r1","status":"REJECTED","reason":"no such table"}""");

        assertThat(result.acknowledged()).isFalse();
        assertThat(result.reason()).isEqualTo("no such table");
        assertThat(result.totalMillis()).isZero();
    }

    @Test
    void refusesWhatIsNoResult() {
        assertThatThrownBy(() -> parse("{}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> parse("nonsense")).isInstanceOf(IOException.class);
    }

    private static ResultMessage parse(String json) throws IOException {
        return ResultMessage.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
