@NullMarked
package io.foresnap.replay.report;

import org.jspecify.annotations.NullMarked;
