/** What an operator watches: one class of metrics a component. */
@NullMarked
package io.foresnap.metrics;

import org.jspecify.annotations.NullMarked;
