/** Answering requests: parse, plan, serve from the cache first, gather, commit. */
@NullMarked
package io.foresnap.serving;

import org.jspecify.annotations.NullMarked;
