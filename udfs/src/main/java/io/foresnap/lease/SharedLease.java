package io.foresnap.lease;

import io.foresnap.changelog.Storage;
import io.foresnap.changelog.StorageSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lease for all operators of a process that read the same root. */
public final class SharedLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedLease.class);

    /** Guarded by itself. */
    private static final Map<String, SharedLease> BY_ROOT = new HashMap<>();

    private final String root;
    private final Storage storage;
    private final LeaseHolder holder;
    private int users;

    private SharedLease(String root, Storage storage) {
        this.root = root;
        this.storage = storage;
        this.holder = LeaseHolder.open(storage);
    }

    /** The process's lease on a root, taken when there is none. Every acquire needs a close. */
    public static SharedLease acquire(StorageSettings settings) throws IOException {
        synchronized (BY_ROOT) {
            SharedLease lease = BY_ROOT.get(settings.root());
            if (lease == null) {
                lease = new SharedLease(settings.root(), settings.open());
                BY_ROOT.put(settings.root(), lease);
            }
            lease.users++;
            return lease;
        }
    }

    /** The lease. */
    public LeaseHolder holder() {
        return holder;
    }

    /** The last one to close it gives the lease back. */
    @Override
    public void close() {
        synchronized (BY_ROOT) {
            if (--users > 0) {
                return;
            }
            BY_ROOT.remove(root);
        }
        holder.close();
        try {
            storage.close();
        } catch (IOException e) {
            LOG.warn("Cannot close storage", e);
        }
    }
}
