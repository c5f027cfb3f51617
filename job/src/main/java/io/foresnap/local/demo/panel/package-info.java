/** The live figures in the terminal. */
@NullMarked
package io.foresnap.local.demo.panel;

import org.jspecify.annotations.NullMarked;
