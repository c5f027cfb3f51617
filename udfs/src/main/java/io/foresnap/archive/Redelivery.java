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
import java.util.Objects;
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
public final class Redelivery {

    /** A bulk insert is decoded within milliseconds; no connector restarts within a second. */
    private static final long RESTART_MS = 1000;

    /** Marks fingerprints of deliveries among those of positions. */
    private static final int DELIVERY = 99;

    private final Positions archived;
    private final Positions seen;
    private final MessageDigest digest = newDigest();
    private @Nullable Bulk bulk;
    private long high;
    private long low;

    /** What was delivered is remembered in memory. */
    Redelivery() {
        this(new FingerprintSet(), new FingerprintSet());
    }

    /**
     * @param archived what earlier archivers wrote
     * @param seen what this one was given
     */
    public Redelivery(Positions archived, Positions seen) {
        this.archived = archived;
        this.seen = seen;
    }

    /** Remembers source positions by 128-bit fingerprints. */
    public interface Positions {

        /** Whether it was added. */
        boolean contains(long high, long low);

        /** Adds a fingerprint; false when it was there. */
        boolean add(long high, long low);
    }

    /**
     * Consecutive events of one position of a table without key.
     *
     * @param tx their transaction
     * @param lsn their position
     * @param capturedMs when the connector captured the last of them
     */
    public record Bulk(@Nullable String tx, long lsn, long capturedMs) {}

    /** The bulk that the next event may continue; null when none. */
    public @Nullable Bulk bulk() {
        return bulk;
    }

    /** Continues where another instance, or this one with another partition, was. */
    public void resume(@Nullable Bulk continued) {
        bulk = continued;
    }

    /** Notes what an earlier archiver wrote. */
    public void addArchived(Run run) throws IOException {
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
    public boolean isNew(DebeziumEvent event) throws IOException {
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
        Bulk continued = continuedBy(event);
        if (continued == null && repeated && change.op() != Op.READ) {
            bulk = null; // What follows is repeated too, and no bulk of what came before.
            return false;
        }
        if (continued != null
                && repeated
                && event.capturedMs() - continued.capturedMs() >= RESTART_MS) {
            return false;
        }
        seen.add(high, low);
        Long lsn = change.lsn();
        if (lsn == null) {
            bulk = null;
            return true;
        }
        bulk = new Bulk(change.tx(), lsn, event.capturedMs());
        fingerprintOfDelivery(event, lsn);
        boolean firstDelivery = seen.add(high, low);
        return continued == null || firstDelivery;
    }

    private void fingerprintOfDelivery(DebeziumEvent event, long lsn) {
        byte[] delivery = new byte[8];
        put(delivery, 0, event.delivery());
        fingerprint(event.capturedMs(), lsn, DELIVERY, delivery, 0, delivery.length);
    }

    private @Nullable Bulk continuedBy(DebeziumEvent event) {
        ChangeEvent change = event.change();
        Bulk open = bulk;
        return open != null
                        && change.lsn() != null
                        && open.lsn() == change.lsn()
                        && Objects.equals(open.tx(), change.tx())
                ? open
                : null;
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
