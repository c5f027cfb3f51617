/** A topic of Debezium events that is archived while the demonstration runs. */
@NullMarked
package io.foresnap.local.demo.live;

import org.jspecify.annotations.NullMarked;
