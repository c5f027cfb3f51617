package io.foresnap.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.local.EmbeddedFlink;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.junit.jupiter.api.Test;

class HistoryLoadTest {

    private static final int REQUESTS = 500;

    @Test
    void everyPipelineHearsAllRequests() throws IOException {
        Configuration options = new Configuration();
        options.set(ForesnapOptions.STORAGE_ROOT, "file:///nowhere");
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, "nowhere:1");
        Configuration cluster = new Configuration();
        cluster.set(RestOptions.PORT, 0);
        cluster.set(RestOptions.BIND_PORT, "0");
        try (EmbeddedFlink flink = EmbeddedFlink.start(cluster, LoadBenchmark.PARALLELISM + 1)) {
            HistoryLoad load = new HistoryLoad(flink, options, REQUESTS, 8);

            assertThat(load.learned().perSecond()).isPositive();
            assertThat(load.bare().perSecond()).isPositive();
            assertThat(load.counted().perSecond()).isPositive();
            assertThat(load.history().perSecond()).isPositive();
            // A requester asks for few tables over and over: each lets expect some of the others.
            assertThat(load.succession().updatesEach()).isBetween(1.5, 8.0);
        }
    }
}
