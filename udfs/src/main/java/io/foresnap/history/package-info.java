/**
 * The access-pattern history: per partition a time series of about one kilobyte that says who asked
 * for it, when, and for which point in time.
 *
 * <p>The classes are mutable plain objects with public fields because they are Flink state: that is
 * what lets Flink serialize them field by field, without Kryo, and evolve them between versions.
 * All arithmetic on them is plain Java.
 */
@NullMarked
package io.foresnap.history;

import org.jspecify.annotations.NullMarked;
