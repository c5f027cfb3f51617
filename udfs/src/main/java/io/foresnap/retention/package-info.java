/**
 * Retention: what no restorable point within the window needs goes, and nothing else.
 *
 * <p><b>What is kept.</b> A table is restorable from {@code now - window} on, or from its
 * partitions' least complete-through time where that is older, so that its latest state always is.
 * In each partition the newest snapshot at or before this time is the <em>base</em>: it stays, with
 * everything from its offset on. Older snapshots and the chain before it go together.
 *
 * <p><b>Rows that move.</b> The insert of a key change may need its row from a sibling's log. The
 * siblings' bases have different times; where an insert that must stay refers to a change before a
 * sibling's base, the partition's own base is first moved up to the window's begin, by a snapshot
 * made there. Keeping the siblings' older files instead would have no end: these refer to older
 * ones again. Such inserts are found by reading each segment once, when it is about to become the
 * oldest that is kept; tables of one partition are spared that.
 *
 * <p><b>In which order.</b> First a hidden file in the folder of snapshots <em>retires</em> what is
 * before the base: from then on no plan uses it, the restorable window begins at the base, and no
 * file has gone. What was retired at least {@code retention.grace} ago, and is held by no {@link
 * io.foresnap.lease lease}, is removed: snapshots before segments, the oldest first, then the file
 * that retired them. After a crash at any step every snapshot that is left has either its chain, or
 * is retired; the next run goes on from the listing, which is the only state.
 *
 * <p>Backups never go by themselves.
 */
@NullMarked
package io.foresnap.retention;

import org.jspecify.annotations.NullMarked;
