/**
 * Small recurrent networks in plain Java: cells, back-propagation through time, Adam. One thread,
 * doubles, a fixed order of operations: equal input gives equal weights, bit for bit.
 *
 * <p>Matrices are arrays of rows and the inner loops run over whole rows, which the just-in-time
 * compiler turns into vector instructions.
 */
@NullMarked
package io.foresnap.neural;

import org.jspecify.annotations.NullMarked;
