/**
 * What prefetching and keeping a partition is worth. The job and the replay use the same classes:
 * they stream, know nothing of the future, and keep a few hundred bytes a partition.
 */
@NullMarked
package io.foresnap.policy;

import org.jspecify.annotations.NullMarked;
