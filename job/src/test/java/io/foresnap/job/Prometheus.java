package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;

/** Flink's own reporter, scraped as Prometheus does it. */
final class Prometheus {

    private static final Pattern NAME = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");

    private final int port;

    private Prometheus(int port) {
        this.port = port;
    }

    /** Switches the reporter on for a cluster started with this configuration. */
    static Prometheus enable(Configuration configuration) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        configuration.setString(
                "metrics.reporter.prometheus.factory.class",
                PrometheusReporterFactory.class.getName());
        configuration.setString("metrics.reporter.prometheus.port", Integer.toString(port));
        return new Prometheus(port);
    }

    /** What a scrape gives. */
    String scrape() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create("http://localhost:" + port + "/metrics"))
                                        .timeout(Duration.ofMinutes(1))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** The names of all samples of a scrape. */
    static Set<String> names(String scraped) {
        return NAME.matcher(scraped).results().map(m -> m.group(1)).collect(Collectors.toSet());
    }
}
