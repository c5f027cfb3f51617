/** Backups: planning, writing each partition, the manifest that makes it one, reading it back. */
@NullMarked
package io.foresnap.backup;

import org.jspecify.annotations.NullMarked;
