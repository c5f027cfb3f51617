/** Figures of predictions, as the field defines them. */
@NullMarked
package io.foresnap.replay.score;

import org.jspecify.annotations.NullMarked;
