package io.foresnap.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.jspecify.annotations.Nullable;

/** A JobManager as its REST interface shows it. */
public final class JobManager {

    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

    private static final long SAVEPOINT_MINUTES = 10;

    private final String address;

    private JobManager(String address) {
        this.address = address;
    }

    /**
     * The JobManager at an address.
     *
     * @param address http://host:port
     */
    public static JobManager at(String address) {
        return new JobManager(address);
    }

    String address() {
        return address;
    }

    JsonNode get(String path) throws IOException {
        try {
            return Http.get(address + path);
        } catch (ConnectException | HttpTimeoutException e) {
            throw new IOException("no JobManager answers at " + address, e);
        }
    }

    /** Jobs that have not ended. */
    public List<RunningJob> jobs() throws IOException {
        List<RunningJob> jobs = new ArrayList<>();
        for (JsonNode job : get("/jobs/overview").path("jobs")) {
            String state = job.path("state").asText();
            if (!ENDED.contains(state)) {
                jobs.add(
                        new RunningJob(job.path("jid").asText(), job.path("name").asText(), state));
            }
        }
        return jobs;
    }

    /** The job of that name that runs, if one does. */
    Optional<RunningJob> job(String name) throws IOException {
        return jobs().stream().filter(job -> job.name().equals(name)).findFirst();
    }

    /** How a job's tasks are. */
    public Tasks tasks(String id) throws IOException {
        JsonNode job = get("/jobs/" + id);
        int all = 0;
        int running = 0;
        for (JsonNode vertex : job.path("vertices")) {
            all += vertex.path("parallelism").asInt();
            running += vertex.path("tasks").path("RUNNING").asInt();
        }
        return new Tasks(job.path("state").asText(), all, running);
    }

    /** The last failure of a job, for people. */
    String failure(String id) throws IOException {
        String trace = get("/jobs/" + id + "/exceptions").path("root-exception").asText("");
        return trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((earlier, later) -> later)
                .or(() -> trace.lines().findFirst())
                .orElse("no reason given");
    }

    /** The TaskManagers on which the subtasks of an operator run, in order of subtask. */
    public List<String> hosts(String id, String operator) throws IOException {
        List<String> hosts = new ArrayList<>();
        for (JsonNode vertex : get("/jobs/" + id).path("vertices")) {
            if (List.of(vertex.path("name").asText().split(" -> ")).contains(operator)) {
                String path = "/jobs/%s/vertices/%s".formatted(id, vertex.path("id").asText());
                get(path)
                        .path("subtasks")
                        .forEach(s -> hosts.add(s.path("taskmanager-id").asText()));
            }
        }
        return hosts;
    }

    /** Whether a TaskManager has slots that no job uses. */
    public boolean hasFreeSlots(String taskManager) throws IOException {
        return get("/taskmanagers/" + taskManager).path("freeSlots").asInt() > 0;
    }

    /** What became of a job's checkpoints so far. */
    public Checkpoints checkpoints(String id) throws IOException {
        JsonNode counts = get("/jobs/" + id + "/checkpoints").path("counts");
        return new Checkpoints(
                counts.path("completed").asInt(),
                counts.path("failed").asInt(),
                counts.path("restored").asInt());
    }

    int slots() throws IOException {
        return get("/overview").path("slots-total").asInt();
    }

    int freeSlots() throws IOException {
        return get("/overview").path("slots-available").asInt();
    }

    /**
     * Counts of a job's checkpoints.
     *
     * @param restored how often the job was started again from one
     */
    public record Checkpoints(int completed, int failed, int restored) {}

    /**
     * A job's tasks.
     *
     * @param state the job's
     */
    public record Tasks(String state, int all, int running) {

        /** Whether there are tasks, and all run. */
        public boolean allRun() {
            return state.equals("RUNNING") && all > 0 && running == all;
        }

        boolean ended() {
            return ENDED.contains(state);
        }
    }

    /** Takes a savepoint; returns its path. */
    String savepoint(String id, @Nullable String directory) throws IOException {
        return call(
                client ->
                        client.triggerSavepoint(
                                JobID.fromHexString(id), directory, SavepointFormatType.CANONICAL));
    }

    /** Stops a job with a savepoint; returns its path. */
    String stop(String id, @Nullable String directory) throws IOException {
        return call(
                client ->
                        client.stopWithSavepoint(
                                JobID.fromHexString(id),
                                false,
                                directory,
                                SavepointFormatType.CANONICAL));
    }

    /** Ends a job without a savepoint, whatever it does. */
    void cancel(String id) throws IOException {
        call(client -> client.cancel(JobID.fromHexString(id)).thenApply(done -> ""));
    }

    private interface Call {
        CompletableFuture<String> on(RestClusterClient<StandaloneClusterId> client);
    }

    private String call(Call call) throws IOException {
        try (RestClusterClient<StandaloneClusterId> client = client()) {
            return call.on(client).get(SAVEPOINT_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + SAVEPOINT_MINUTES + " minutes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the job", e);
        } catch (Exception e) {
            throw new IOException("the job did not do it: " + firstLine(e), e);
        }
    }

    private RestClusterClient<StandaloneClusterId> client() throws Exception {
        URI uri = URI.create(address);
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, uri.getHost());
        configuration.set(RestOptions.PORT, uri.getPort());
        configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
        return new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
    }

    private static String firstLine(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.lines()
                .findFirst()
                .orElse(message)
                .replaceFirst("^([a-z]\\w*\\.)+[A-Z]\\w*: ", "");
    }
}
