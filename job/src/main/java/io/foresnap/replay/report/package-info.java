/** What a replay shows: figures of models and policies, as JSON and as a page. */
@NullMarked
package io.foresnap.replay.report;

import org.jspecify.annotations.NullMarked;
