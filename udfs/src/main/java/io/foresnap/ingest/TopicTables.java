package io.foresnap.ingest;

import io.foresnap.changelog.TableIds;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

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

    /**
     * Refuses topics of one table: the offsets of two topics have nothing to do with each other.
     *
     * @throws IllegalArgumentException that names both
     */
    public static void requireOneEach(Collection<String> topics) {
        Map<String, String> known = new HashMap<>();
        for (String topic : topics) {
            String table = tableOf(topic);
            String other = known.put(table, topic);
            if (other != null && !other.equals(topic)) {
                throw new IllegalArgumentException(
                        "topics '"
                                + other
                                + "' and '"
                                + topic
                                + "' both carry table "
                                + table
                                + ": only one of them can be archived");
            }
        }
    }

    /** The connector's prefix: topics that share it are written in order of commit. */
    public static String connectorOf(String topic) {
        int dot = topic.indexOf('.');
        return dot < 0 ? topic : topic.substring(0, dot);
    }

    private TopicTables() {}
}
