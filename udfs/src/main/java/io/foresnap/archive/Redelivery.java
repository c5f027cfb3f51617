package io.foresnap.archive;

import io.foresnap.changelog.EntryCursor;
import io.foresnap.changelog.JsonRow;
import io.foresnap.changelog.Run;
import io.foresnap.event.ChangeEvent;
import io.foresnap.event.Op;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes events of one table that were delivered before. A connector that restarts repeats what
 * it had not yet acknowledged: the same source positions come again, later in the stream.
 *
 * <p>An event is known by its transaction, log sequence number, kind and key; where the source has
 * no such number, by its whole source block. Positions are looked up, not compared: they are not
 * monotone along a log, and start anew when a database is moved.
 *
 * <p>Tables without key need more care, for equal rows are legal and a bulk insert writes several
 * rows at one position. There, consecutive events of one position are one bulk, and an event is a
 * repetition when it was seen before its bulk began, when the very same delivery was written twice,
 * or when a connector must have been restarted in between.
 */
final class Redelivery {

    /** A bulk insert is decoded within milliseconds; no connector restarts within a second. */
    private static final long RESTART_MS = 1000;

    private final FingerprintSet archived = new FingerprintSet();
    private final FingerprintSet seen = new FingerprintSet();
    private final MessageDigest digest = newDigest();
    private final Set<Long> bulkDeliveries = new HashSet<>();
    private @Nullable ChangeEvent bulk;
    private long bulkCapturedMs;
    private long high;
    private long low;

    /** Notes what an earlier archiver wrote. */
    void addArchived(Run run) throws IOException {
        EntryCursor entry = run.cursor();
        while (entry.advance()) {
            if (entry.hasPosition) {
                fingerprint(
                        entry.tx,
                        entry.lsn,
                        entry.kind,
                        entry.keyData,
                        entry.keyPosition,
                        entry.keyLength);
                archived.add(high, low);
            }
        }
    }

    /** Whether an event comes for the first time; notes it. */
    boolean isNew(DebeziumEvent event) throws IOException {
        ChangeEvent change = event.change();
        boolean keyless = change.key() == null && change.op() != Op.TRUNCATE;
        fingerprint(event, keyless);
        if (change.lsn() != null && archived.contains(high, low)) {
            return false;
        }
        if (!keyless) {
            return seen.add(high, low);
        }
        return isNewWithoutKey(event);
    }

    private boolean isNewWithoutKey(DebeziumEvent event) {
        ChangeEvent change = event.change();
        boolean repeated = seen.contains(high, low);
        if (continuesBulk(event)) {
            boolean restarted = event.capturedMs() - bulkCapturedMs >= RESTART_MS;
            if (bulkDeliveries.contains(event.delivery()) || repeated && restarted) {
                return false;
            }
        } else {
            if (repeated && change.op() != Op.READ) {
                bulk = null; // What follows is repeated too, and no bulk of what came before.
                return false;
            }
            bulkDeliveries.clear();
        }
        bulk = change;
        bulkCapturedMs = event.capturedMs();
        bulkDeliveries.add(event.delivery());
        seen.add(high, low);
        return true;
    }

    private boolean continuesBulk(DebeziumEvent event) {
        ChangeEvent change = event.change();
        return bulk != null
                && bulk.lsn() != null
                && bulk.lsn().equals(change.lsn())
                && Objects.equals(bulk.tx(), change.tx());
    }

    private void fingerprint(DebeziumEvent event, boolean keyless) throws IOException {
        ChangeEvent change = event.change();
        int kind = kindOf(change.op(), keyless);
        byte[] key = keyless ? canonical(change) : change.key();
        byte[] identity = key == null ? new byte[0] : key;
        Long lsn = change.lsn();
        if (lsn == null) {
            fingerprint(event.sourcePosition(), 0, kind, identity, 0, identity.length);
        } else {
            String tx = change.tx();
            byte[] txBytes = (tx == null ? "" : tx).getBytes(StandardCharsets.UTF_8);
            fingerprint(
                    Run.hashOf(txBytes, 0, txBytes.length),
                    lsn,
                    kind,
                    identity,
                    0,
                    identity.length);
        }
    }

    private static int kindOf(Op op, boolean keyless) {
        return switch (op) {
            case TRUNCATE -> EntryCursor.TRUNCATE;
            case DELETE -> keyless ? EntryCursor.REMOVE : EntryCursor.DELETE;
            case UPDATE -> keyless ? EntryCursor.REMOVE : EntryCursor.UPSERT;
            case CREATE, READ -> keyless ? EntryCursor.APPEND : EntryCursor.UPSERT;
        };
    }

    private static byte @Nullable [] canonical(ChangeEvent change) throws IOException {
        byte[] row =
                change.op() == Op.CREATE || change.op() == Op.READ
                        ? change.after()
                        : change.before();
        return row == null ? null : JsonRow.parse(row, 0, row.length).canonical();
    }

    private void fingerprint(long tx, long lsn, int kind, byte[] key, int from, int length) {
        byte[] head = new byte[17];
        put(head, 0, tx);
        put(head, 8, lsn);
        head[16] = (byte) kind;
        digest.update(head);
        digest.update(key, from, length);
        byte[] sum = digest.digest();
        high = get(sum, 0);
        low = get(sum, 8);
    }

    private static void put(byte[] to, int at, long value) {
        for (int i = 0; i < 8; i++) {
            to[at + i] = (byte) (value >>> (8 * i));
        }
    }

    private static long get(byte[] from, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value |= (from[at + i] & 0xffL) << (8 * i);
        }
        return value;
    }

    private static MessageDigest newDigest() {
        try {
            // Not for secrecy: 128 well-mixed bits that every platform computes alike.
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
