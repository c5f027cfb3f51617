/** The words every other package speaks: tables, partitions, requests, change events, time. */
@NullMarked
package io.foresnap.event;

import org.jspecify.annotations.NullMarked;
