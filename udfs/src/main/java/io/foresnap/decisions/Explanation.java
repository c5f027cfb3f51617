package io.foresnap.decisions;

import io.foresnap.decisions.DecisionEvent.Kind;
import io.foresnap.decisions.DecisionEvent.Origin;
import io.foresnap.decisions.DecisionEvent.TickFigures;
import io.foresnap.event.TargetTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a partition was, or was not, prefetched at a time.
 *
 * @param table table id
 * @param partition partition number
 * @param atMs the time asked about, epoch milliseconds
 * @param tick the list that was in force
 * @param events what is on record of this partition and that list, and of its urgent tasks
 * @param recordedMs until when the record reaches
 */
public record Explanation(
        String table,
        int partition,
        long atMs,
        DecisionEvent tick,
        List<DecisionEvent> events,
        long recordedMs) {

    /** The answer, a fact a line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s/%d at %s (list of %s, window until %s)"
                        .formatted(
                                table,
                                partition,
                                TargetTimes.format(atMs),
                                TargetTimes.format(tick.timeMs()),
                                TargetTimes.format(tick.endMs())));
        lines.add("  predicted  " + predicted());
        lines.add("  listed     " + listed());
        urgent().map(task -> "  urgent     " + whence(task)).forEach(lines::add);
        if (tasks().findAny().isPresent()) {
            lines.add("  guard      " + guarded());
            if (tasks().anyMatch(task -> task.word().equals("PASSED"))) {
                lines.add("  prefetch   " + fetched());
            }
        }
        lines.add("  came true  " + cameTrue());
        return lines;
    }

    private TickFigures figures() {
        return Objects.requireNonNull(tick.tick(), "a line about a list without its figures");
    }

    private Optional<DecisionEvent> entry() {
        return of(Kind.TASK).filter(task -> task.origin() == Origin.LIST).findFirst();
    }

    private Stream<DecisionEvent> urgent() {
        return of(Kind.TASK).filter(task -> task.origin() != Origin.LIST);
    }

    private Stream<DecisionEvent> tasks() {
        return of(Kind.TASK);
    }

    private Stream<DecisionEvent> of(Kind kind) {
        return events.stream().filter(event -> event.kind() == kind);
    }

    private String predicted() {
        Optional<DecisionEvent> unlisted = of(Kind.UNLISTED).findFirst();
        return entry().or(() -> unlisted)
                .map(
                        event ->
                                "probability %s, place %d of %,d predictions"
                                        .formatted(
                                                number(event.probability()),
                                                event.place() + 1,
                                                figures().predicted()))
                .orElseGet(
                        () ->
                                figures().predicted() > figures().recorded()
                                        ? "not among the best %,d of %,d predictions, which are on record"
                                                .formatted(
                                                        figures().recorded(), figures().predicted())
                                        : "no: nobody had asked for it yet (all %,d predictions are on record)"
                                                .formatted(figures().predicted()));
    }

    private String listed() {
        Optional<DecisionEvent> unlisted = of(Kind.UNLISTED).findFirst();
        return entry().map(this::rank)
                .or(() -> unlisted.map(this::whyNot))
                .orElse(
                        figures().predicted() > figures().recorded()
                                ? "no: others are worth more"
                                : "no: it was not predicted");
    }

    private String rank(DecisionEvent entry) {
        return "rank %d of %d; the lowest has probability %s"
                .formatted(
                        entry.place() + 1,
                        figures().listed(),
                        number(figures().lowestProbability()));
    }

    private String whyNot(DecisionEvent unlisted) {
        TickFigures list = figures();
        if (unlisted.probability() < list.threshold()) {
            return "no: less probable than prefetch.min-probability, " + number(list.threshold());
        }
        if (list.listed() < list.capacity()) {
            return "no: with its %d entries the list had no room for its files"
                    .formatted(list.listed());
        }
        return "no: the list is full with %d entries (prefetch.queue-capacity), "
                        .formatted(list.listed())
                + "the lowest with probability %s and value %s; this one has value %s"
                        .formatted(
                                number(list.lowestProbability()),
                                number(list.lowestValue()),
                                number(unlisted.value()));
    }

    private static String whence(DecisionEvent task) {
        return "%s at %s, to be kept until %s"
                .formatted(
                        task.origin() == Origin.ORDER
                                ? "ordered by an operator (pin or warm-up)"
                                : "usually follows a request that had come, probability "
                                        + number(task.probability()),
                        TargetTimes.format(task.timeMs()),
                        TargetTimes.format(task.endMs()));
    }

    private String guarded() {
        List<String> verdicts = tasks().map(task -> verdict(task.word())).distinct().toList();
        return String.join(", then ", verdicts);
    }

    private static String verdict(String word) {
        return switch (word) {
            case "PASSED" -> "passed";
            case "PAUSED" -> "held back: prefetching was paused";
            case "SHADOW" -> "held back: prefetching ran in shadow";
            case "HELD_OUT" -> "held back: the partition is held out (prefetch.holdout)";
            default -> word.toLowerCase(Locale.ROOT);
        };
    }

    private Stream<DecisionEvent> reports() {
        return of(Kind.REPORT)
                .filter(report -> tasks().anyMatch(task -> task.timeMs() == report.timeMs()));
    }

    private String fetched() {
        int files = reports().mapToInt(DecisionEvent::files).sum();
        long bytes = reports().mapToLong(DecisionEvent::bytes).sum();
        String fetched = files == 0 ? "" : "fetched %d files, %,d bytes".formatted(files, bytes);
        List<String> others =
                reports()
                        .filter(report -> !report.word().equals("FETCHED"))
                        .map(Explanation::outcome)
                        .distinct()
                        .toList();
        List<String> all = new ArrayList<>();
        if (!fetched.isEmpty()) {
            all.add(fetched);
        }
        all.addAll(others);
        return all.isEmpty() ? "nothing is on record of it" : String.join("; ", all);
    }

    private static String outcome(DecisionEvent report) {
        return switch (report.word()) {
            case "CACHED" -> "everything was there already";
            case "SUPERSEDED" -> "a newer list took its place while it waited";
            case "REPEATED" -> "expected once more, and looked for a moment ago";
            case "QUEUE_FULL" -> "dropped: better ones filled the queue";
            case "NO_ROOM" -> "dropped: better ones fill the cache";
            case "LATE" -> "dropped: its window was over when its turn came";
            case "FAILED" -> "failed: " + report.reason();
            default -> report.word().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private String cameTrue() {
        List<DecisionEvent> served = of(Kind.SERVED).toList();
        if (served.isEmpty()) {
            return recordedMs < tick.endMs()
                    ? "not yet: no request until %s, where the record ends"
                            .formatted(TargetTimes.format(recordedMs))
                    : "no: no request came before the window's end"
                            + (reports().anyMatch(r -> r.files() > 0)
                                    ? "; what was fetched expired"
                                    : "");
        }
        DecisionEvent first = served.get(0);
        return "yes: a request of %s found %d of %d files in the cache%s"
                .formatted(
                        TargetTimes.format(first.timeMs()),
                        first.files(),
                        first.neededFiles(),
                        served.size() > 1 ? ", and " + (served.size() - 1) + " more came" : "");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
