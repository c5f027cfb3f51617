package io.foresnap.cli;

import io.foresnap.client.BackupClient;
import io.foresnap.client.ResultMessage;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code request}: sends one request to a running job and waits for its result. */
@Command(
        name = "request",
        description =
                "Sends a backup request to a running job, waits for its result and prints it as"
                        + " JSON. Exit code 0 when the backup was acknowledged.")
final class RequestCommand implements Callable<Integer> {

    @Mixin KafkaClientOptions kafka = new KafkaClientOptions();

    @Option(names = "--table", required = true, description = "Table id, schema.table.")
    String table = "";

    @Mixin WhatOptions what = new WhatOptions();

    @Option(names = "--requester", defaultValue = "", description = "Who asks.")
    String requester = "";

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description =
                    "The request's id; the same id gets the same answer. Random unless given.")
    @Nullable String requestId;

    @Option(
            names = "--timeout",
            converter = HumanDuration.class,
            defaultValue = "2min",
            paramLabel = "D",
            description = "How long to wait for the result (default: ${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofMinutes(2);

    @Option(
            names = "--requests-topic",
            defaultValue = "foresnap-requests",
            description = "Topic of the requests (default: ${DEFAULT-VALUE}).")
    String requestsTopic = "";

    @Option(
            names = "--results-topic",
            defaultValue = "foresnap-results",
            description = "Topic of the results (default: ${DEFAULT-VALUE}).")
    String resultsTopic = "";

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BackupRequest request = request();
        try (BackupClient client =
                BackupClient.open(
                        kafka.bootstrapServers,
                        kafka.properties(),
                        requestsTopic,
                        resultsTopic,
                        timeout)) {
            client.send(request);
            long deadline = System.nanoTime() + timeout.toNanos();
            while (System.nanoTime() < deadline) {
                for (byte[] json : client.poll(Duration.ofMillis(200))) {
                    ResultMessage result = ResultMessage.parse(json);
                    if (result.requestId().equals(request.requestId())) {
                        print(json);
                        return result.acknowledged() ? 0 : 1;
                    }
                }
            }
        }
        throw new IOException(
                "no result for request %s within --timeout %d s"
                        .formatted(request.requestId(), timeout.toSeconds()));
    }

    private void print(byte[] json) {
        var out = spec.commandLine().getOut();
        out.println(new String(json, StandardCharsets.UTF_8));
        out.flush();
    }

    private BackupRequest request() {
        return new BackupRequest(
                requestId == null ? UUID.randomUUID().toString() : requestId,
                table,
                what.checkedPartitions(spec.commandLine()),
                what.targetTimeMs,
                requester,
                InstantSource.system().millis());
    }
}
