/** From history to numbers: what a model sees of a partition at a prediction tick. */
@NullMarked
package io.foresnap.features;

import org.jspecify.annotations.NullMarked;
