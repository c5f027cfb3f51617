package io.foresnap.local;

import io.foresnap.changelog.Storage;
import io.foresnap.job.ArchiveJob;
import io.foresnap.options.ForesnapOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The archiving job in a Flink of its own, with its figures in a line of the terminal. */
public final class LocalArchive {

    private static final Duration START = Duration.ofMinutes(2);
    private static final long KAFKA_SECONDS = 20;
    private static final long REFRESH_MILLIS = 1000;
    private static final long LINE_EVERY_NANOS = 10_000_000_000L;
    private static final int SLOTS = 4;

    private final Configuration options;
    private final PrintWriter out;
    private final boolean terminal;

    /**
     * @param options of the job and of Flink
     * @param terminal whether a line can be written over
     */
    public LocalArchive(Map<String, String> options, PrintWriter out, boolean terminal) {
        this.options = Configuration.fromMap(options);
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Runs until the time is over, or the thread is interrupted.
     *
     * @param time how long; null without end
     */
    public void run(@Nullable Duration time) throws IOException, InterruptedException {
        checkRoot(options.get(ForesnapOptions.STORAGE_ROOT));
        prepareTopics();
        Configuration flinkSettings = new Configuration(options);
        flinkSettings.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        flinkSettings.addAll(options);
        LiveMetricsReporter.enable(flinkSettings);
        try (CloseOnInterrupt closing = new CloseOnInterrupt();
                EmbeddedFlink flink = EmbeddedFlink.start(flinkSettings, SLOTS)) {
            StreamExecutionEnvironment environment = flink.environment();
            environment.configure(options);
            ArchiveJob.define(environment, options);
            JobID job = flink.submit(environment);
            flink.awaitRunning(job, START);
            say("Archiving. Flink dashboard: " + flink.dashboard());
            watch(flink, job, time);
            flink.cancel(job);
        }
    }

    private static void checkRoot(String root) throws IOException {
        try (Storage storage = Storage.open(root)) {
            storage.list(storage.root());
        } catch (IOException e) {
            throw new IOException("--root: " + e.getMessage(), e);
        }
    }

    private void watch(EmbeddedFlink flink, JobID job, @Nullable Duration time)
            throws IOException, InterruptedException {
        long started = System.nanoTime();
        long lastLine = started;
        while (time == null || System.nanoTime() - started < time.toNanos()) {
            Thread.sleep(REFRESH_MILLIS);
            if (flink.failed(job)) {
                throw new IOException("the job failed; job/target/foresnap.log has the cause");
            }
            if (terminal) {
                out.print("\r\u001b[2K" + figures());
                out.flush();
            } else if (System.nanoTime() - lastLine > LINE_EVERY_NANOS) {
                lastLine = System.nanoTime();
                say(figures());
            }
        }
        say((terminal ? "\r\u001b[2K" : "") + figures());
    }

    private static String figures() {
        double lag = LiveMetrics.max("foresnap.restorableLagMs").orElse(-1.0);
        return "%,.0f events archived, %,.0f repeated, %,.0f late; %,.0f segments published; %s"
                .formatted(
                        LiveMetrics.sum("foresnap.archived").orElse(0.0),
                        LiveMetrics.sum("foresnap.repeated").orElse(0.0),
                        LiveMetrics.sum("foresnap.late").orElse(0.0),
                        LiveMetrics.sum("foresnap.published").orElse(0.0),
                        lag < 0
                                ? "not restorable yet"
                                : "restorable through %,.0f s ago".formatted(lag / 1000));
    }

    /** Kafka answers, the topics are there, and so is the one for what is rejected. */
    private void prepareTopics() throws IOException, InterruptedException {
        String servers = options.get(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS);
        Map<String, Object> properties = new HashMap<>();
        options.toMap()
                .forEach(
                        (key, value) -> {
                            String prefix = ForesnapOptions.KAFKA_PROPERTIES_PREFIX;
                            if (key.startsWith(prefix)) {
                                properties.put(key.substring(prefix.length()), value);
                            }
                        });
        properties.put("bootstrap.servers", servers);
        properties.put("default.api.timeout.ms", (int) (KAFKA_SECONDS * 1000));
        properties.put("request.timeout.ms", (int) (KAFKA_SECONDS * 1000 / 2));
        try (Admin admin = Admin.create(properties)) {
            Set<String> there = admin.listTopics().names().get(KAFKA_SECONDS, TimeUnit.SECONDS);
            for (String topic :
                    options.getOptional(ForesnapOptions.ARCHIVE_TOPICS).orElse(List.of())) {
                if (!there.contains(topic)) {
                    throw new IOException("there is no topic '" + topic + "' at " + servers);
                }
            }
            String rejected = options.get(ForesnapOptions.KAFKA_REJECTED_EVENTS_TOPIC);
            if (!there.contains(rejected)) {
                admin.createTopics(List.of(new NewTopic(rejected, 1, (short) -1)))
                        .all()
                        .get(KAFKA_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "--bootstrap-servers: no Kafka broker answers at " + servers + reason(e), e);
        } catch (KafkaException e) {
            throw new IOException("--bootstrap-servers: " + servers + reason(e), e);
        }
    }

    /** Time-outs say nothing beyond that; anything else may. */
    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        boolean isTimeout =
                cause instanceof TimeoutException
                        || cause instanceof org.apache.kafka.common.errors.TimeoutException;
        return isTimeout ? "" : ": " + cause.getMessage();
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
