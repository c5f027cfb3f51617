@NullMarked
package io.foresnap.replay.score;

import org.jspecify.annotations.NullMarked;
