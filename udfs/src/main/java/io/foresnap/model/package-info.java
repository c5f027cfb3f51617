/** Models that learn online the probability of a backup request in the next window. */
@NullMarked
package io.foresnap.model;

import org.jspecify.annotations.NullMarked;
