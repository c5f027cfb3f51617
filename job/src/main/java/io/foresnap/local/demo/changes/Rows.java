package io.foresnap.local.demo.changes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** Makes the rows' JSON: small columns, one large one, and a column that appears after a while. */
final class Rows {

    private static final String[] STATES = {"open", "paid", "sent", "closed"};

    /** Text that trips careless readers: a line separator, quotes, other scripts. */
    private static final String[] NOTES = {
        "", "as agreed", "line1\nline2", "李雷 & søn", "a \"quoted\" word", "sep\u2028arated", "😀"
    };

    /** Rows made before the new column appears. */
    private static final int BEFORE_NEW_COLUMN = 250;

    private final SplittableRandom random;
    private int made;

    Rows(SplittableRandom random) {
        this.random = random;
    }

    String key(long id) {
        return "{\"id\":" + id + "}";
    }

    /** A row with new values in all its columns. */
    String whole(long id) {
        StringBuilder document = new StringBuilder(128);
        while (document.length() < 100) {
            document.append(Long.toString(random.nextLong() >>> 1, 36)).append(' ');
        }
        return row(id, document.toString());
    }

    /** A row with new values in its small columns; the large one did not change. */
    String withoutDocument(long id) {
        return row(id, Change.PLACEHOLDER);
    }

    private String row(long id, String document) {
        ObjectNode row =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("customer", "customer-" + random.nextInt(500))
                        .put("amount", random.nextInt(100_000) / 100.0)
                        .put("state", STATES[random.nextInt(STATES.length)])
                        .put("note", NOTES[random.nextInt(NOTES.length)])
                        .put("document", document);
        if (made++ >= BEFORE_NEW_COLUMN) {
            row.put("channel", random.nextInt(4) == 0 ? null : "web");
        }
        return row.toString();
    }
}
