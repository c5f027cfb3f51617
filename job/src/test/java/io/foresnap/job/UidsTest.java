package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.options.ForesnapOptions;
import io.foresnap.options.GuardOptions;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** A savepoint finds its operators by their uids: what is pinned here never changes. */
class UidsTest {

    private static StreamGraph graph() {
        return graph(new Configuration());
    }

    private static StreamGraph graph(Configuration options) {
        options.set(ForesnapOptions.STORAGE_ROOT, "hdfs://nowhere:1/foresnap");
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, "nowhere:1");
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(new Configuration());
        PrefetchJob.define(env, options);
        return env.getStreamGraph();
    }

    private static StreamGraph archiveGraph() {
        Configuration options = new Configuration();
        options.set(ForesnapOptions.STORAGE_ROOT, "hdfs://nowhere:1/foresnap");
        options.set(ForesnapOptions.KAFKA_BOOTSTRAP_SERVERS, "nowhere:1");
        options.set(ForesnapOptions.ARCHIVE_TOPICS, List.of("shop.public.orders"));
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(new Configuration());
        env.setParallelism(4);
        ArchiveJob.define(env, options);
        return env.getStreamGraph();
    }

    @Test
    void everyOperatorOfTheArchiveHasThePinnedUid() {
        assertThat(archiveGraph().getStreamNodes())
                .extracting(node -> String.valueOf(node.getTransformationUID()))
                .containsExactlyInAnyOrder(
                        "Sink Committer: rejected-events-sink",
                        "archive",
                        "archive-clock-source",
                        "events-source",
                        "no-predictions",
                        "publish",
                        "published",
                        "read-events",
                        "rejected-events-sink",
                        "retained",
                        "retention",
                        "snapshots",
                        "snapshots-made",
                        "topic-ends");
    }

    @Test
    void everyOperatorOfTheArchiveHasANameThatAPersonGaveIt() {
        assertThat(archiveGraph().getStreamNodes())
                .extracting(StreamNode::getOperatorName)
                .allSatisfy(
                        name ->
                                assertThat(name)
                                        .matches("(Source: )?[a-z][a-z :]*(: Writer|: Committer)?"))
                .doesNotHaveDuplicates();
    }

    /** Two of them would write over each other's word, and overtake each other's marks. */
    @Test
    void oneSubtaskPublishesAndOneAsksForTheEnds() {
        assertThat(archiveGraph().getStreamNodes())
                .filteredOn(node -> node.getParallelism() == 1)
                .extracting(node -> String.valueOf(node.getTransformationUID()))
                .contains("publish", "topic-ends", "archive-clock-source");
    }

    @Test
    void everyOperatorHasThePinnedUid() {
        List<String> uids =
                graph().getStreamNodes().stream()
                        .map(node -> String.valueOf(node.getTransformationUID()))
                        .sorted()
                        .toList();

        assertThat(uids)
                .containsExactly(
                        "Sink Committer: rejected-sink",
                        "Sink Committer: results-sink",
                        "accepted-time",
                        "answers",
                        "cache",
                        "clock-source",
                        "commit",
                        "gather",
                        "guard",
                        "history",
                        "holdout",
                        "model-time",
                        "no-control",
                        "parse",
                        "plan",
                        "plan-route",
                        "prefetch",
                        "prefetch-reports",
                        "prefetch-route",
                        "prefetch-tasks",
                        "rank",
                        "rejected-sink",
                        "rejection-answers",
                        "requester-signals",
                        "requests-source",
                        "results-sink",
                        "score",
                        "serve",
                        "succession",
                        "successors",
                        "tick-signals",
                        "train");
    }

    @Test
    void predictionsArePublishedWhereATopicIsSet() {
        Configuration options = new Configuration();
        options.set(ForesnapOptions.KAFKA_PREDICTIONS_TOPIC, "foresnap-predictions");

        assertThat(graph(options).getStreamNodes())
                .filteredOn(node -> node.getTransformationUID().contains("predictions"))
                .extracting(node -> node.getTransformationUID() + ": " + node.getOperatorName())
                .containsExactlyInAnyOrder(
                        "predictions: predictions of new lists",
                        "predictions-sink: predictions: Writer",
                        "Sink Committer: predictions-sink: predictions: Committer");
    }

    @Test
    void operatorsHaveTheirSayWhereATopicIsSet() {
        Configuration options = new Configuration();
        options.set(GuardOptions.KAFKA_CONTROL_TOPIC, "foresnap-control");

        assertThat(graph(options).getStreamNodes())
                .extracting(node -> node.getTransformationUID() + ": " + node.getOperatorName())
                .contains(
                        "control-source: Source: control messages",
                        "control: control",
                        "standing-orders: standing orders",
                        "order-tasks: standing orders: one task a partition")
                .doesNotContain("no-control: no control");
    }

    @Test
    void decisionsAreRecordedWhereAFolderIsSet() {
        Configuration options = new Configuration();
        options.set(GuardOptions.DECISIONS_DIRECTORY, "hdfs://nowhere:1/decisions");

        assertThat(graph(options).getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .contains(
                        "decisions-predicted",
                        "decisions-judged",
                        "decisions-fetched",
                        "decisions-served",
                        "decisions",
                        "decisions-recorded");
    }

    @Test
    void everyOperatorHasANameThatAPersonGaveIt() {
        assertThat(graph().getStreamNodes())
                .extracting(StreamNode::getOperatorName)
                .allSatisfy(
                        name ->
                                assertThat(name)
                                        .matches("(Source: )?[a-z][a-z :]*(: Writer|: Committer)?"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theServingNodesAndTheTrainingHaveSlotsOfTheirOwn() {
        assertThat(graph().getStreamNodes())
                .filteredOn(node -> !"default".equals(node.getSlotSharingGroup()))
                .extracting(
                        node -> node.getTransformationUID() + " in " + node.getSlotSharingGroup())
                .contains("cache in serving", "serve in serving", "train in training");
    }
}
