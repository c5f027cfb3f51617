/**
 * The requester's side of a running job: the JSON of requests and results, and their Kafka topics.
 */
@NullMarked
package io.foresnap.client;

import org.jspecify.annotations.NullMarked;
