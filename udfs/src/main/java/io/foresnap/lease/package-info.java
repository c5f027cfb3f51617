/**
 * Leases: how processes that read durable storage tell retention so, wherever they run.
 *
 * <p>Each reading process keeps <em>one</em> small file in {@code <root>/leases/}, written before
 * its first plan, renewed every minute and removed when it ends. It says how old the oldest plan is
 * that the process may still read by. Retention first publishes that files are retired, from when
 * on no plan uses them, and removes them when no live lease is as old as that. A request therefore
 * costs no round trip to the NameNode: to begin and to end a reading is noted in memory only, and
 * the next renewal tells it. A lease that is idle says that anything planned since its last renewal
 * may be read, so what is planned between two renewals is covered without being told.
 *
 * <p>No clock of two machines is ever compared. A lease holds an age, which its process measures,
 * and its file's modification time is given by the storage, as is that of the file that retires;
 * retention asks the storage for its time by writing a file, too. Only the length of a second must
 * be the same everywhere. A process that dies leaves a lease that expires by itself.
 *
 * <p>Rejected: a file for each request (two more round trips for each), leases named by the files
 * they hold (as many names as files), and to trust in a wait alone (a backup may take hours).
 */
@NullMarked
package io.foresnap.lease;

import org.jspecify.annotations.NullMarked;
