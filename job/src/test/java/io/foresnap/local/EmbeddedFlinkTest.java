package io.foresnap.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class EmbeddedFlinkTest {

    @Test
    void showsADashboardAndTheMetricsOfARunningJob() throws Exception {
        Configuration settings = new Configuration();
        settings.set(RestOptions.PORT, 0);
        settings.set(RestOptions.BIND_PORT, "0");
        LiveMetricsReporter.enable(settings);

        try (EmbeddedFlink flink = EmbeddedFlink.start(settings, 1)) {
            StreamExecutionEnvironment environment = flink.environment();
            environment
                    .fromSource(endless(), WatermarkStrategy.noWatermarks(), "numbers")
                    .uid("numbers")
                    .map(new WithGauges())
                    .uid("gauges")
                    .sinkTo(new DiscardingSink<>())
                    .uid("nowhere");
            JobID job = flink.submit(environment);
            flink.awaitRunning(job, Duration.ofMinutes(1));

            assertThat(page(flink)).contains("Apache Flink Web Dashboard");
            assertThat(LiveMetrics.sum("foresnap.answer")).contains(42.0);
            assertThat(LiveMetrics.max("deep.answer")).contains(43.0);
            assertThat(LiveMetrics.texts("name")).containsValue("LOGISTIC");

            flink.cancel(job);
            assertThat(LiveMetrics.sum("foresnap.answer")).isEmpty();
        }
    }

    private static DataGeneratorSource<Long> endless() {
        return new DataGeneratorSource<>(
                i -> i,
                Long.MAX_VALUE,
                org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy.perSecond(
                        10),
                Types.LONG);
    }

    private static String page(EmbeddedFlink flink) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) flink.dashboard().toURL().openConnection();
        try (var in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class WithGauges extends RichMapFunction<Long, Long> {
        @Override
        public void open(OpenContext context) {
            var group = getRuntimeContext().getMetricGroup().addGroup("foresnap");
            group.gauge("answer", (Gauge<Integer>) () -> 42);
            group.addGroup("deep").gauge("answer", (Gauge<Double>) () -> 43.0);
            group.gauge("name", (Gauge<String>) () -> "LOGISTIC");
        }

        @Override
        public Long map(Long value) {
            return value;
        }
    }
}
