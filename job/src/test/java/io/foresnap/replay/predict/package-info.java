@NullMarked
package io.foresnap.replay.predict;

import org.jspecify.annotations.NullMarked;
