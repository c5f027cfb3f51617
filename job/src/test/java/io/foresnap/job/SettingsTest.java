package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.options.ForesnapOptions;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static Configuration with(String key, String value) {
        Configuration options = new Configuration();
        options.set(ForesnapOptions.STORAGE_ROOT, "hdfs://nowhere:1/foresnap");
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, "nowhere:1");
        options.setString(key, value);
        return options;
    }

    @ParameterizedTest
    @CsvSource({
        "prediction.interval, 0 s, PT0S",
        "prediction.interval, soon, soon",
        "prediction.window, 0 s, PT0S",
        "training.interval, 0 s, PT0S",
        "training.examples-per-tick, 0, 0",
        "prefetch.refresh-interval, 0 s, PT0S",
        "prefetch.refresh-interval, 7 s, PT7S",
        "prefetch.queue-capacity, -1, -1",
        "prefetch.queue-capacity, many, many",
        "prefetch.worker-count, 0, 0",
        "prefetch.bandwidth, fast, fast",
        "prefetch.min-probability, 1.5, 1.5",
        "prefetch.min-probability, NaN, NaN",
        "prefetch.shadow, perhaps, perhaps",
        "prefetch.holdout, 1.5, 1.5",
        "prefetch.holdout, NaN, NaN",
        "prefetch.order, LUCK, LUCK",
        "prefetch.tick-budget, some, some",
        "prefetch.successor-probability, 1.5, 1.5",
        "storage.open-latency, -1 ms, -1",
        "storage.read-rate, 0, 0 bytes",
        "history.time-to-live, 1 s, PT1S",
        "serving.threads, 0, 0",
        "serving.timeout, 0 s, PT0S",
        "storage.retries, -1, -1",
        "storage.retry-backoff, 0 s, 0 ms",
        "cache.memory-size, lots, lots",
        "snapshot.policy, SOMETIMES, SOMETIMES",
        "snapshot.interval, 0 s, PT0S",
        "snapshot.check-interval, 0 s, PT0S",
        "snapshot.max-age, 0 s, PT0S",
        "snapshot.min-log-size, little, little",
        "snapshot.cost-factor, 0, 0.0",
        "snapshot.cost-factor, NaN, NaN",
        "snapshot.parallelism, 0, 0",
        "kafka.predictions-topic, '', not set",
        "clock.speed, 0, 0.0",
        "prediction.model-type, ORACLE, ORACLE",
        "storage.root, '', not set",
        "kafka.bootstrap-servers, ' ', not set",
        "kafka.results-topic, '', not set",
        "kafka.properties.ssl.keystore.key, PEM, ssl.keystore.location",
        "cache.disk-key-file, ' ', empty",
    })
    void aWrongValueIsNamedWithItsKeyBeforeAnythingRuns(String key, String value, String named) {
        assertThatThrownBy(
                        () ->
                                PrefetchJob.define(
                                        new StreamExecutionEnvironment(new Configuration()),
                                        with(key, value)))
                .satisfies(
                        e -> {
                            assertThat(e).isInstanceOf(IllegalArgumentException.class);
                            assertThat(allMessages(e)).contains(key).contains(named);
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "archive.topics, '', one of archive.topics and archive.topic-pattern must be set",
        "archive.topics, orders, 'orders'",
        "archive.topics, a.public.orders;b.public.orders, public.orders",
        "archive.topic-pattern, shop.*, not both",
        "archive.segment-bytes, 0, 0 bytes",
        "archive.segment-bytes, lots, lots",
        "archive.segment-events, 0, 0",
        "archive.segment-events, many, many",
        "archive.segment-age, 0 s, PT0S",
        "archive.progress-interval, 0 s, PT0S",
        "archive.capture-lag, soon, soon",
        "archive.mark-interval, soon, soon",
        "archive.redelivery-window, 0 s, PT0S",
        "archive.skip-lost-records, perhaps, perhaps",
        "kafka.rejected-events-topic, '', not set",
        "kafka.bootstrap-servers, '', not set",
        "storage.root, '', not set",
        "storage.retries, -1, -1",
    })
    void aWrongValueOfTheArchiveIsNamedWithItsKeyBeforeAnythingRuns(
            String key, String value, String named) {
        assertThatThrownBy(
                        () -> {
                            Configuration options = with(key, value);
                            if (!"archive.topics".equals(key)) {
                                options.setString("archive.topics", "shop.public.orders");
                            }
                            ArchiveJob.define(
                                    new StreamExecutionEnvironment(new Configuration()), options);
                        })
                .satisfies(
                        e -> {
                            assertThat(e).isInstanceOf(IllegalArgumentException.class);
                            assertThat(allMessages(e)).contains(key).contains(named);
                        });
    }

    @Test
    void aPatternThatIsNoneIsNamed() {
        assertThatThrownBy(
                        () ->
                                ArchiveJob.define(
                                        new StreamExecutionEnvironment(new Configuration()),
                                        with("archive.topic-pattern", "shop.(")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("archive.topic-pattern is no regular expression");
    }

    private static String allMessages(Throwable e) {
        StringBuilder messages = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            messages.append(t.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @ParameterizedTest
    @CsvSource({"300000, 60000", "10, 2", "7, 7", "8, 2", "1, 1", "9, 3"})
    void unlessSetTheRefreshIsAPartOfThePredictionInterval(long interval, long refresh) {
        Settings settings = new Settings(with("prediction.interval", interval + " ms"));

        assertThat(settings.refreshInterval()).isEqualTo(Duration.ofMillis(refresh));
        assertThat(settings.window()).isEqualTo(Duration.ofMillis(interval));
    }

    @Test
    void unlessSetAListReachesARefreshPastItsWindow() {
        Settings derived = new Settings(with("prediction.window", "10 min"));
        Settings given = new Settings(with("prefetch.lead-time", "90 s"));
        Settings none = new Settings(with("prefetch.lead-time", "0 s"));

        assertThat(derived.lead()).isEqualTo(Duration.ofMinutes(1));
        assertThat(derived.horizon()).isEqualTo(Duration.ofMinutes(11));
        assertThat(given.horizon()).isEqualTo(Duration.ofSeconds(390));
        assertThat(none.horizon()).isEqualTo(none.window());
    }

    @Test
    void aListReachesNoFurtherThanAWindowPastItsOwn() {
        Configuration seldom = with("prediction.interval", "1 h");
        seldom.set(ForesnapOptions.PREDICTION_WINDOW, Duration.ofMinutes(5));
        Settings derived = new Settings(seldom);

        assertThat(derived.refreshInterval()).isEqualTo(Duration.ofMinutes(12));
        assertThat(derived.lead()).isEqualTo(Duration.ofMinutes(5));
        assertThatThrownBy(() -> new Settings(with("prefetch.lead-time", "6 min")))
                .hasMessageContaining("prefetch.lead-time")
                .hasMessageContaining("prediction.window (PT5M)")
                .hasMessageContaining("PT6M");
    }

    @Test
    void aListsBudgetIsWhatTheCachesHoldUnlessItIsSet() {
        Settings derived = new Settings(with("cache.memory-size", "3 mb"));
        Settings given = new Settings(with("prefetch.tick-budget", "5 mb"));

        assertThat(derived.tickBudget(4)).isEqualTo(12 << 20);
        assertThat(given.tickBudget(4)).isEqualTo(5 << 20);
    }

    @Test
    void propertiesOfKafkaAreHandedOnWithoutTheirPrefix() {
        Settings settings = new Settings(with("kafka.properties.security.protocol", "SSL"));

        assertThat(settings.kafkaProperties()).hasSize(1).containsEntry("security.protocol", "SSL");
    }

    @Test
    void optionsOnTheProgramsCommandLineComeInTwoForms() {
        Configuration options =
                PrefetchJob.options(
                        new String[] {"--storage.root", "file:///a", "-Dclock.speed=2.5"});

        assertThat(options.get(ForesnapOptions.STORAGE_ROOT)).isEqualTo("file:///a");
        assertThat(options.get(ForesnapOptions.CLOCK_SPEED)).isEqualTo(2.5);
        assertThatThrownBy(() -> PrefetchJob.options(new String[] {"storage.root=x"}))
                .hasMessageContaining("'storage.root=...' is no option");
    }
}
