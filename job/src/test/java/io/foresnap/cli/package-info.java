@NullMarked
package io.foresnap.cli;

import org.jspecify.annotations.NullMarked;
