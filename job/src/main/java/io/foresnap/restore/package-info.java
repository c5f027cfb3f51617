/** Backups into tables of a database, by JDBC. */
@NullMarked
package io.foresnap.restore;

import org.jspecify.annotations.NullMarked;
