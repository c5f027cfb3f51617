/**
 * The demonstration: the whole main job on one machine, under a workload, verified and reported.
 */
@NullMarked
package io.foresnap.local.demo;

import org.jspecify.annotations.NullMarked;
