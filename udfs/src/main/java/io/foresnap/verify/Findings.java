package io.foresnap.verify;

import io.foresnap.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what several threads find. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    synchronized void add(Kind kind, Object path, String message) {
        all.add(new Finding(path.toString(), kind, message));
    }

    /** In order of path, whatever the order in which they were found. */
    synchronized List<Finding> sorted() {
        return all.stream()
                .sorted(Comparator.comparing(Finding::path).thenComparing(Finding::kind))
                .toList();
    }
}
