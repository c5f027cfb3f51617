/** The access-pattern history: who asked for which partition when, and for what target time. */
@NullMarked
package io.foresnap.history;

import org.jspecify.annotations.NullMarked;
