@NullMarked
package io.foresnap.replay;

import org.jspecify.annotations.NullMarked;
