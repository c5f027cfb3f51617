/** Partition snapshots and the row files that snapshots and backups consist of. */
@NullMarked
package io.foresnap.snapshot;

import org.jspecify.annotations.NullMarked;
