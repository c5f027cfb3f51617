/** Who may back up what. */
@NullMarked
package io.foresnap.access;

import org.jspecify.annotations.NullMarked;
