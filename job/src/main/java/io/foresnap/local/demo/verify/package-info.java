/** A plain replay of the events, by which every backup of the demonstration is checked. */
@NullMarked
package io.foresnap.local.demo.verify;

import org.jspecify.annotations.NullMarked;
