/** From a ranked list to runs on their way to the serving nodes. */
@NullMarked
package io.foresnap.prefetch;

import org.jspecify.annotations.NullMarked;
