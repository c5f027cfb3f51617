/** Prequential predictions of a trace: by the job's models, by baselines, or from a file. */
@NullMarked
package io.foresnap.replay.predict;

import org.jspecify.annotations.NullMarked;
