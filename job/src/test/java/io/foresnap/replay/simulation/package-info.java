@NullMarked
package io.foresnap.replay.simulation;

import org.jspecify.annotations.NullMarked;
