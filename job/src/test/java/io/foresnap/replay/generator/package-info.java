@NullMarked
package io.foresnap.replay.generator;

import org.jspecify.annotations.NullMarked;
