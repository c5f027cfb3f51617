package io.foresnap.ingest;

import io.foresnap.changelog.TableIds;

/**
 * Which table a topic carries. Debezium names topics {@code prefix.schema.table} (or {@code
 * prefix.database.table}); the prefix is the connector's.
 */
public final class TopicTables {

    /**
     * The table's id.
     *
     * @throws IllegalArgumentException when the topic's name is not of that form
     */
    public static String tableOf(String topic) {
        int dot = topic.indexOf('.');
        if (dot < 1 || topic.indexOf('.', dot + 1) < 0) {
            throw new IllegalArgumentException(
                    "topic '"
                            + topic
                            + "' is not named as Debezium does: <prefix>.<schema>.<table>");
        }
        return TableIds.validate("table", topic.substring(dot + 1));
    }

    /** The connector's prefix: topics that share it are written in order of commit. */
    public static String connectorOf(String topic) {
        int dot = topic.indexOf('.');
        return dot < 0 ? topic : topic.substring(0, dot);
    }

    private TopicTables() {}
}
