/** Change events into the durable change log, and snapshots rolled forward. */
@NullMarked
package io.foresnap.archive;

import org.jspecify.annotations.NullMarked;
