/** Every setting of Foresnap, as Flink configuration options. */
@NullMarked
package io.foresnap.options;

import org.jspecify.annotations.NullMarked;
