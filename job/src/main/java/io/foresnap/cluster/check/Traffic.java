package io.foresnap.cluster.check;

import io.foresnap.cluster.check.Conversation.Exchange;
import io.foresnap.event.BackupRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends requests at a pace. */
final class Traffic {

    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Conversation conversation;
    private final CheckTables tables;
    private final RequestMaker maker;

    Traffic(Conversation conversation, CheckTables tables, long seed) {
        this.conversation = conversation;
        this.tables = tables;
        this.maker = new RequestMaker(tables, seed);
    }

    /** Sends so many new ones. */
    List<Exchange> send(int count, Duration pause) throws IOException, InterruptedException {
        List<Exchange> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(send(maker.next()));
            Thread.sleep(pause.toMillis());
        }
        return sent;
    }

    /** Asks again for backups that were made: at the very times that they were made for. */
    List<Exchange> again(List<Exchange> earlier, Duration pause)
            throws IOException, InterruptedException {
        List<Exchange> sent = new ArrayList<>();
        for (Exchange one : earlier) {
            sent.add(send(maker.again(one.request(), one.first().targetTimeMs())));
            Thread.sleep(pause.toMillis());
        }
        return sent;
    }

    /** Asks for the newest state of a table that need not be one of the check's. */
    Exchange whole(String table) throws IOException, InterruptedException {
        return send(maker.whole(table));
    }

    /** Asks again for what failed, with the same ids. */
    void retry(List<Exchange> failed) throws IOException, InterruptedException {
        for (Exchange one : failed) {
            conversation.again(one);
        }
        await(failed);
    }

    /** Leaves a request to whoever sent it: nothing is compared with a replay. */
    void release(Exchange exchange) {
        conversation.release(exchange);
    }

    private Exchange send(BackupRequest request) throws IOException, InterruptedException {
        return conversation.send(request, tables.archivedThroughMs(request.table()));
    }

    /** Waits for the answers; what does not come within a minute is found missing at the end. */
    void await(List<Exchange> sent) throws IOException, InterruptedException {
        await(sent, ANSWER);
    }

    /** Waits for the answers for so long. */
    void await(List<Exchange> sent, Duration timeout) throws IOException, InterruptedException {
        conversation.await(sent, timeout);
    }

    /** The longest that one of them waited. */
    static double longestSeconds(List<Exchange> exchanges) {
        return exchanges.stream().mapToDouble(Exchange::waitedSeconds).max().orElse(0);
    }
}
