package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.foresnap.cli.Foresnap;
import io.foresnap.cluster.AlertRules;
import io.foresnap.local.LiveMetrics;
import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.GuardOptions;
import io.foresnap.options.SecurityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole path with real HDFS, Kafka and Flink; the tests share one running job, in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class MainPathTest {

    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final String CONTROL = "foresnap-control";
    private static final String AUDIT = "foresnap-audit";
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private TestingCluster cluster;
    private Configuration options;
    private JobID job;
    private Shop orders;

    @BeforeAll
    void start() throws IOException {
        cluster = new TestingCluster();
        orders = new Shop(cluster.storage, "public.orders", 2, 50, START);
        orders.update(7, "paid", START + HOUR / 2);
        orders.close(START + HOUR);
        options = cluster.options();
        options.set(ForesnapOptions.PREDICTION_INTERVAL, Duration.ofHours(1));
        options.set(ForesnapOptions.KAFKA_PREDICTIONS_TOPIC, "foresnap-predictions");
        options.set(GuardOptions.KAFKA_CONTROL_TOPIC, CONTROL);
        options.set(SecurityOptions.KAFKA_AUDIT_TOPIC, AUDIT);
        options.set(SecurityOptions.ACCESS_RULES, List.of("* -> public.*", "dba -> *"));
        options.set(GuardOptions.DECISIONS_DIRECTORY, cluster.hdfs.uri() + "/decisions");
        // An hour a second, from the first hour on.
        options.set(ForesnapOptions.CLOCK_SPEED, 3600.0);
        options.set(ForesnapOptions.CLOCK_ORIGIN, START + HOUR);
        options.set(ForesnapOptions.CLOCK_STARTED, System.currentTimeMillis());
        job = cluster.submit(options);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    private static String request(String id, String table, String more) {
        return "{\"requestId\":\"%s\",\"table\":\"%s\"%s}".formatted(id, table, more);
    }

    @Test
    @Order(1)
    void aRequestBecomesABackupWithTheRowsOfItsTargetTime() throws IOException {
        cluster.send(request("first", "public.orders", ",\"targetTime\":\"latest\""));
        cluster.send(request("before", "public.orders", ",\"targetTime\":" + (START + HOUR / 4)));

        JsonNode latest = cluster.result("first");
        JsonNode before = cluster.result("before");

        assertThat(latest.get("status").asText()).as("%s", latest).isEqualTo("ACKNOWLEDGED");
        assertThat(cluster.rowsOf(latest)).isEqualTo(orders.rows());
        assertThat(latest.get("targetTimeMs").asLong()).isEqualTo(START + HOUR);
        assertThat(cluster.rowsOf(before).get(7)).contains("new");
        assertThat(before.get("rows").asInt()).isEqualTo(50);
    }

    @Test
    @Order(2)
    void theSameRequestAgainGetsTheSameAnswerAndNoSecondBackup() throws IOException {
        cluster.send(request("twice", "public.orders", ""));
        cluster.send(request("twice", "public.orders", ""));
        JsonNode first = cluster.result("twice");
        JsonNode second = cluster.result("twice");
        cluster.send(request("twice", "public.orders", ",\"partitions\":[0]"));
        JsonNode third = cluster.result("twice");

        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        assertThat(cluster.storage.list(cluster.storage.directory("backups", "public.orders")))
                .extracting(FileStatus::getPath)
                .extracting(Path::getName)
                .filteredOn(name -> name.contains("twice"))
                .containsExactly("twice");
    }

    @Test
    @Order(3)
    void aBadRequestIsRejectedWithItsReasonAndTheJobGoesOn() throws IOException {
        cluster.send("no json {");
        cluster.send("{\"table\":\"public.orders\"}");
        cluster.send(request("r-table", "public.nothing", ""));
        cluster.send(request("r-partition", "public.orders", ",\"partitions\":[1,9]"));
        cluster.send(
                request("r-future", "public.orders", ",\"targetTime\":\"2099-01-01T00:00:00Z\""));
        cluster.send(
                request("r-early", "public.orders", ",\"targetTime\":\"2001-01-01T00:00:00Z\""));
        cluster.send(request("r-zone", "public.orders", ",\"targetTime\":\"2026-03-02T00:10:00\""));
        cluster.send(request("r-path", "../../etc", ""));
        cluster.send(request("../up", "public.orders", ""));

        assertThat(cluster.rejection("not JSON").get("request").asText()).isEqualTo("no json {");
        cluster.rejection("requestId is missing");
        assertRejected("r-table", "unknown table public.nothing");
        assertRejected("r-partition", "no partition 9");
        assertRejected("r-future", "lies in the future");
        assertRejected("r-early", "can be restored only from");
        assertRejected("r-zone", "has no time zone");
        assertRejected("r-path", "table must not");
        assertRejected("../up", "requestId must not");
        cluster.send(request("after-bad", "public.orders", ""));
        assertThat(cluster.result("after-bad").get("status").asText()).isEqualTo("ACKNOWLEDGED");
    }

    @Test
    @Order(3)
    void whatNoRuleAllowsIsRejectedAndTheAuditLogTellsWhoAskedAndWhatWasGiven() throws IOException {
        cluster.send(request("r-denied", "hr.salaries", ",\"requester\":\"intern\""));
        cluster.send(request("audited", "public.orders", ",\"requester\":\"intern\""));

        assertRejected("r-denied", "'intern' may not back up hr.salaries");
        JsonNode result = cluster.result("audited");
        JsonNode denied = audited("r-denied", "REJECTED");
        assertThat(denied.get("requester").asText()).isEqualTo("intern");
        assertThat(denied.get("table").asText()).isEqualTo("hr.salaries");
        assertThat(audited("audited", "REQUESTED").get("targetTime").asText()).isEqualTo("latest");
        JsonNode given = audited("audited", "ACKNOWLEDGED");
        assertThat(given.get("requester").asText()).isEqualTo("intern");
        assertThat(given.get("directory")).isEqualTo(result.get("directory"));
        assertThat(given.get("rows")).isEqualTo(result.get("rows"));
    }

    private JsonNode audited(String id, String event) throws IOException {
        return cluster.await(
                AUDIT,
                event + " of " + id,
                line ->
                        event.equals(line.get("event").asText())
                                && id.equals(line.path("requestId").asText()));
    }

    private void assertRejected(String id, String reason) throws IOException {
        JsonNode result = cluster.result(id);
        assertThat(result.get("status").asText()).as("%s", result).isEqualTo("REJECTED");
        assertThat(result.get("reason").asText()).contains(reason);
        cluster.rejection(result.get("reason").asText());
    }

    @Test
    @Order(4)
    void whatIsAskedForEveryHourIsInTheCacheBeforeTheRequestComes() throws Exception {
        boolean fromCache = false;
        for (int i = 0; i < 60 && !fromCache; i++) {
            // A segment that no request has read, closed a while before the next request.
            long now = virtualNow();
            orders.update(i % 50, "hour " + i, now);
            orders.close(now + 1);
            Thread.sleep(700);
            cluster.send(
                    request(
                            "hourly-" + i,
                            "public.orders",
                            ",\"requestedAt\":" + virtualNow() + ",\"requester\":\"cron\""));
            JsonNode result = cluster.result("hourly-" + i);
            assertThat(result.get("status").asText()).as("%s", result).isEqualTo("ACKNOWLEDGED");
            assertThat(cluster.rowsOf(result)).isEqualTo(orders.rows());
            fromCache = result.get("cachedFiles").asInt() == result.get("neededFiles").asInt();
            Thread.sleep(200);
        }
        assertThat(fromCache).as("a request wholly served from prefetched segments").isTrue();
        JsonNode predicted =
                cluster.await(
                        "foresnap-predictions",
                        "prediction",
                        p -> p.get("table").asText().equals("public.orders"));
        assertThat(predicted.get("windowEndMs").asLong() - predicted.get("windowStartMs").asLong())
                .isEqualTo(HOUR + HOUR / 5);
        assertThat(predicted.get("probability").asDouble()).isBetween(0.0, 1.0);
        assertThat(LiveMetrics.max("prefetchedBytes").orElse(0.0)).isPositive();
        TestingCluster.eventually(
                "a trained model is used", () -> LiveMetrics.max("modelVersion").orElse(0.0) > 0);
    }

    private long virtualNow() {
        return new Settings(options).clock().nowMs();
    }

    @Test
    @Order(5)
    void whileAnOperatorPausesPrefetchingNothingIsFetchedAndRequestsAreServed() throws Exception {
        cluster.send(CONTROL, "{\"command\":\"stop\"}");
        cluster.send(CONTROL, "{\"command\":\"pause\"}");
        TestingCluster.eventually("the pause is heard", () -> metric("guard.paused") == 2);
        double passed = metric("guard.passed");
        double held = metric("guard.dropped.paused");

        TestingCluster.eventually(
                "a whole list is held back", () -> metric("guard.dropped.paused") > held + 2);
        cluster.send(request("paused", "public.orders", ""));
        assertThat(cluster.rowsOf(cluster.result("paused"))).isEqualTo(orders.rows());
        assertThat(metric("guard.passed")).isEqualTo(passed);
        assertThat(metric("control.refused")).isEqualTo(1);

        cluster.send(CONTROL, "{\"command\":\"resume\"}");
        TestingCluster.eventually("prefetching goes on", () -> metric("guard.passed") > passed + 2);
    }

    @Test
    @Order(6)
    void aPinnedTableThatNobodyAsksForIsFetchedInAllItsPartitions() throws Exception {
        Shop pinned = new Shop(cluster.storage, "public.pinned", 2, 20, START);
        pinned.close(START + HOUR);

        control("pin", "public.pinned");
        TestingCluster.eventually(
                "it is ordered again and again", () -> metric("orders.tasks") > 4);
        JsonNode result = null;
        for (int i = 0; i < 60 && (result == null || !wholly(result)); i++) {
            cluster.send(request("pinned-" + i, "public.pinned", ""));
            result = cluster.result("pinned-" + i);
        }
        assertThat(wholly(result)).as("%s", result).isTrue();

        control("unpin", "public.pinned");
        TestingCluster.eventually("no order stands", () -> metric("orders.standing") == 0);
    }

    private void control(String command, String table) {
        int code =
                Foresnap.commandLine()
                        .execute(
                                "control",
                                "--bootstrap-servers",
                                cluster.kafka.bootstrapServers(),
                                command,
                                table);
        assertThat(code).isZero();
    }

    private static boolean wholly(@Nullable JsonNode result) {
        return result != null
                && result.get("cachedFiles").asInt() == result.get("neededFiles").asInt();
    }

    private static double metric(String name) {
        return LiveMetrics.sum("foresnap." + name).orElse(0.0);
    }

    @Test
    @Order(7)
    void prometheusSeesEveryMetricThatTheDashboardShowsAndTheAlertsWatch() throws Exception {
        String scraped = cluster.prometheus.scrape();
        String dashboard =
                Files.readString(java.nio.file.Path.of("../conf/grafana-dashboard.json"));

        List<String> shown = new ArrayList<>();
        for (JsonNode expression : TestingCluster.JSON.readTree(dashboard).findValues("expr")) {
            Pattern.compile("flink_\\w+")
                    .matcher(expression.asText())
                    .results()
                    .forEach(name -> shown.add(name.group()));
        }

        assertThat(shown).hasSizeGreaterThan(40);
        assertThat(Prometheus.names(scraped)).containsAll(shown);
        assertThat(Prometheus.names(scraped)).containsAll(AlertRules.metrics("foresnap"));
        assertThat(scraped)
                .containsPattern(
                        "flink_taskmanager_job_task_operator_foresnap_guard_passed\\{[^}]*"
                                + "operator_name=\"guard\"[^}]*} [1-9]");
    }

    @Test
    @Order(8)
    void aDamagedSegmentFailsTheRequestByNameAndTheJobGoesOn() throws IOException {
        Shop damaged = new Shop(cluster.storage, "public.damaged", 1, 20, START);
        damaged.update(3, "paid", START + HOUR / 2);
        damaged.close(START + HOUR);
        Path log = cluster.storage.directory("changelog", "public.damaged", 0);
        Path segment = cluster.storage.list(log).get(1).getPath();
        byte[] bytes =
                cluster.storage.readAll(
                        segment.toString(),
                        cluster.storage.fileSystem().getFileStatus(segment).getLen());
        bytes[bytes.length / 2] ^= 1;
        try (var out = cluster.storage.fileSystem().create(segment, true)) {
            out.write(bytes);
        }

        cluster.send(request("flipped", "public.damaged", ""));
        JsonNode failed = cluster.result("flipped");

        assertThat(failed.get("status").asText()).isEqualTo("FAILED");
        assertThat(failed.get("reason").asText()).contains(segment.getName()).contains("checksum");
        assertThat(cluster.storage.list(cluster.storage.directory("backups", "public.damaged")))
                .isEmpty();
        cluster.send(request("after-damage", "public.orders", ""));
        assertThat(cluster.result("after-damage").get("status").asText()).isEqualTo("ACKNOWLEDGED");
    }

    @Test
    @Order(9)
    void historyModelAndOptimizerSurviveAStopWithSavepoint() throws Exception {
        double version = LiveMetrics.max("modelVersion").orElseThrow();
        double examples = LiveMetrics.max("modelExamples").orElseThrow();

        String savepoint = cluster.stopWithSavepoint(job);
        Configuration resumed = new Configuration(options);
        resumed.setString("execution.state-recovery.path", savepoint);
        job = cluster.submit(resumed);

        // No request is sent: what is predicted, scored and trained now comes from the savepoint.
        TestingCluster.eventually(
                "the model goes on where it was",
                () -> LiveMetrics.max("modelExamples").orElse(0.0) > examples);
        assertThat(LiveMetrics.max("modelVersion").orElseThrow()).isGreaterThanOrEqualTo(version);
        cluster.send(request("resumed", "public.orders", ""));
        assertThat(cluster.rowsOf(cluster.result("resumed"))).isEqualTo(orders.rows());
        cluster.flink.cancel(job);
    }

    @Test
    @Order(10)
    void aScriptsNextTableIsInTheCacheAlthoughNoTickLiesBetween() throws Exception {
        TestingCluster.eventually(
                "the cancelled job is gone", () -> LiveMetrics.max("prefetchedBytes").isEmpty());
        Configuration withoutTicks = cluster.options();
        withoutTicks.set(ForesnapOptions.PREDICTION_INTERVAL, Duration.ofDays(60));
        job = cluster.submit(withoutTicks);
        Shop first = new Shop(cluster.storage, "public.first", 1, 20, START);
        first.close(START + HOUR);
        Shop second = new Shop(cluster.storage, "public.second", 1, 20, START);
        second.close(START + HOUR);
        long now = System.currentTimeMillis();
        step("first-1", "public.first", now - 10 * MINUTE);
        step("second-1", "public.second", now - 5 * MINUTE);
        // What no request has read yet.
        second.update(3, "paid", START + HOUR + 1);
        second.close(START + 2 * HOUR);

        step("first-2", "public.first", now);
        TestingCluster.eventually(
                "the second table is prefetched",
                () -> LiveMetrics.max("prefetchedBytes").orElse(0.0) > 0);
        JsonNode result = step("second-2", "public.second", now + 1000);

        assertThat(cluster.rowsOf(result)).isEqualTo(second.rows());
        assertThat(result.get("cachedFiles").asInt())
                .as("%s", result)
                .isEqualTo(result.get("neededFiles").asInt());
        cluster.flink.cancel(job);
    }

    private JsonNode step(String id, String table, long requestedAtMs) throws IOException {
        String more = ",\"requester\":\"script\",\"requestedAt\":" + requestedAtMs;
        cluster.send(request(id, table, more));
        JsonNode result = cluster.result(id);
        assertThat(result.get("status").asText()).as("%s", result).isEqualTo("ACKNOWLEDGED");
        return result;
    }
}
