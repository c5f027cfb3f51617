/** Backups as files that other programs read. */
@NullMarked
package io.foresnap.export;

import org.jspecify.annotations.NullMarked;
