/** Benchmarks that print ratios measured side by side in one run. */
@NullMarked
package io.foresnap.bench;

import org.jspecify.annotations.NullMarked;
