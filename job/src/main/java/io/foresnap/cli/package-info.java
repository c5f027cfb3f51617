/** The command line: one class a command, all under {@link io.foresnap.cli.Foresnap}. */
@NullMarked
package io.foresnap.cli;

import org.jspecify.annotations.NullMarked;
