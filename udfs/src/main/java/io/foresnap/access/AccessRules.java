package io.foresnap.access;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which requesters may back up which tables. A rule is {@code requester pattern -> table pattern}.
 * Without rules everybody may everything; with any, only what one of them allows.
 *
 * <p>The requester is who the message says: who may write to the requests topic is Kafka's to
 * decide.
 */
public final class AccessRules implements Serializable {

    /** Nobody is refused. */
    public static final AccessRules NONE = new AccessRules(List.of());

    private static final long serialVersionUID = 1L;
    private static final String ARROW = "->";

    private final ArrayList<String> texts;
    private transient List<Rule> rules;

    private record Rule(NamePattern requester, NamePattern table) {}

    /**
     * @param rules each {@code requester pattern -> table pattern}
     * @throws IllegalArgumentException that names a rule that is none
     */
    public AccessRules(List<String> rules) {
        this.texts = new ArrayList<>(rules);
        this.rules = compile(rules);
    }

    private static List<Rule> compile(List<String> texts) {
        return texts.stream().map(AccessRules::compile).toList();
    }

    private static Rule compile(String text) {
        int arrow = text.indexOf(ARROW);
        String requester = arrow < 0 ? "" : text.substring(0, arrow).strip();
        String table = arrow < 0 ? "" : text.substring(arrow + ARROW.length()).strip();
        if (requester.isEmpty() || table.isEmpty() || table.contains(ARROW)) {
            throw new IllegalArgumentException(
                    "access.rules: a rule is 'requester pattern -> table pattern', but one is '"
                            + text
                            + "'");
        }
        return new Rule(new NamePattern(requester), new NamePattern(table));
    }

    /**
     * Why a requester may not back up a table; empty when he may.
     *
     * @param requester empty for one who gives no name
     */
    public Optional<String> refusal(String requester, String table) {
        boolean allowed =
                rules.isEmpty()
                        || rules.stream()
                                .anyMatch(
                                        rule ->
                                                rule.requester().matches(requester)
                                                        && rule.table().matches(table));
        String who = requester.isEmpty() ? "a requester without name" : "'" + requester + "'";
        return allowed
                ? Optional.empty()
                : Optional.of(who + " may not back up " + table + ": no access rule allows it");
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        rules = compile(texts);
    }
}
