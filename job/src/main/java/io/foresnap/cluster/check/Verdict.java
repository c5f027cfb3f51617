package io.foresnap.cluster.check;

import io.foresnap.changelog.Storage;
import io.foresnap.client.ResultMessage;
import io.foresnap.cluster.check.Conversation.Exchange;
import io.foresnap.local.demo.verify.Mismatch;
import io.foresnap.local.demo.verify.Replay;
import io.foresnap.local.demo.verify.Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;

/**
 * What came of the requests.
 *
 * @param requests how many there were
 * @param lost got no answer
 * @param doubled got two answers that differ, or more than one backup
 * @param wrong were not acknowledged, or their backup differs from the naive replay
 * @param repeated got the same answer more than once, which may be after a failure
 * @param findings what is wrong, for people
 */
record Verdict(
        int requests, int lost, int doubled, int wrong, int repeated, List<String> findings) {

    private static final long VERIFY_SECONDS = 60;

    /** Compares everything, and looks for backups that are too many. */
    static Verdict of(List<Exchange> exchanges, Storage storage, Map<String, Replay> replays)
            throws IOException, InterruptedException {
        return compare(exchanges, storage, replays)
                .and(surplus(exchanges, storage, replays.keySet()));
    }

    /** Compares answers and backups of some of the requests. */
    static Verdict compare(
            Collection<Exchange> exchanges, Storage storage, Map<String, Replay> replays)
            throws IOException, InterruptedException {
        List<String> findings = new ArrayList<>();
        int lost = 0;
        int doubled = 0;
        int wrong = 0;
        int repeated = 0;
        try (Verifier verifier = new Verifier(storage, replays)) {
            for (Exchange exchange : exchanges) {
                String id = exchange.request().requestId();
                if (!exchange.answered()) {
                    lost++;
                    findings.add("%s (%s) got no answer".formatted(id, exchange.request().table()));
                    continue;
                }
                Set<String> contents = new HashSet<>();
                exchange.results().forEach(result -> contents.add(content(result)));
                repeated += exchange.results().size() > 1 ? 1 : 0;
                if (contents.size() > 1) {
                    doubled++;
                    findings.add("%s got different answers: %s".formatted(id, contents));
                }
                if (exchange.first().acknowledged()) {
                    verifier.submit(exchange.request(), exchange.newestMs(), exchange.first());
                } else {
                    wrong++;
                    findings.add("%s: %s".formatted(id, content(exchange.first())));
                }
            }
            if (!verifier.finish(VERIFY_SECONDS)) {
                throw new IOException("comparing the backups took too long");
            }
            wrong += verifier.mismatched();
            verifier.firstMismatch().map(Mismatch::toString).ifPresent(findings::add);
        }
        return new Verdict(exchanges.size(), lost, doubled, wrong, repeated, findings);
    }

    /** What must be the same however often a request is answered. */
    static String content(ResultMessage result) {
        return "%s %s %s, target time %d, %d rows"
                .formatted(
                        result.status(),
                        result.reason() == null ? "" : result.reason(),
                        result.directory(),
                        result.targetTimeMs(),
                        result.rows());
    }

    /** Backups that are nobody's, or somebody's second. */
    static Verdict surplus(Collection<Exchange> exchanges, Storage storage, Set<String> tables)
            throws IOException {
        Set<String> ids = new HashSet<>();
        for (Exchange exchange : exchanges) {
            if (exchange.answered() && exchange.first().acknowledged()) {
                ids.add(exchange.request().requestId());
            }
        }
        List<String> surplus = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String table : tables) {
            for (FileStatus backup : storage.list(storage.directory("backups", table))) {
                String name = backup.getPath().getName();
                boolean hidden = name.startsWith(".") || name.startsWith("_");
                if (!hidden && !(ids.contains(name) && seen.add(name))) {
                    surplus.add("a backup too many: " + backup.getPath());
                }
            }
        }
        return new Verdict(0, 0, surplus.size(), 0, 0, surplus);
    }

    /** This and another one of other requests. */
    Verdict and(Verdict other) {
        List<String> all = new ArrayList<>(findings);
        all.addAll(other.findings);
        return new Verdict(
                requests + other.requests,
                lost + other.lost,
                doubled + other.doubled,
                wrong + other.wrong,
                repeated + other.repeated,
                all);
    }

    /** This with more that is wrong. */
    Verdict and(List<String> more) {
        return and(new Verdict(0, 0, 0, more.size(), 0, more));
    }

    /** Whether nothing is wrong. */
    boolean right() {
        return lost == 0 && doubled == 0 && wrong == 0;
    }

    /** In one line. */
    String line() {
        return "lost %d doubled %d wrong %d".formatted(lost, doubled, wrong);
    }
}
