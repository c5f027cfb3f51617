package io.foresnap.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules in conf/alerts.yaml. */
public final class AlertRules {

    private static final Pattern METRIC = Pattern.compile("flink_\\w+");

    static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group : groups()) {
            group.path("rules").forEach(rules::add);
        }
        return rules;
    }

    /** The metrics that the rules of a group watch. */
    public static Set<String> metrics(String group) throws IOException {
        Set<String> metrics = new TreeSet<>();
        for (JsonNode one : groups()) {
            if (one.path("name").asText().equals(group)) {
                for (JsonNode rule : one.path("rules")) {
                    METRIC.matcher(rule.path("expr").asText())
                            .results()
                            .forEach(found -> metrics.add(found.group()));
                }
            }
        }
        return metrics;
    }

    private static JsonNode groups() throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("../conf/alerts.yaml").toFile())
                .path("groups");
    }

    private AlertRules() {}
}
