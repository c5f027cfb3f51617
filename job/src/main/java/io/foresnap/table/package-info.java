/** Backups as typed tables: what columns a backup has, of what kinds, and its values decoded. */
@NullMarked
package io.foresnap.table;

import org.jspecify.annotations.NullMarked;
