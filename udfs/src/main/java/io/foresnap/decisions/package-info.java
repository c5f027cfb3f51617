/**
 * What was decided about each partition, and what came of it: recorded while the job runs, so that
 * it can be explained afterwards why one was prefetched and another was not.
 *
 * <p>The record is a folder of compressed JSON lines, {@code
 * decisions-<first>-<last>-<crc32c>.jsonl.gz} with the first and the last time in it, epoch
 * milliseconds of the job's clock: a listing says which files an answer needs.
 */
@NullMarked
package io.foresnap.decisions;

import org.jspecify.annotations.NullMarked;
