/** The access-pattern history outside the job: savepoints made of recorded requests, and read. */
@NullMarked
package io.foresnap.savepoint;

import org.jspecify.annotations.NullMarked;
