/**
 * What durable storage holds, and whether it is right: read only, nothing is ever mended.
 *
 * <p>Without {@code deep} every file is streamed once against its checksum, and the listings are
 * checked for holes. With it every record is checked against its segment's name, and every snapshot
 * against a replay of the log from the one before it.
 *
 * <p>Only what endangers a restore is a <em>problem</em>; what readers pass over without harm is a
 * <em>warning</em>: a segment that another one covers, files of others, what is just being written.
 */
@NullMarked
package io.foresnap.verify;

import org.jspecify.annotations.NullMarked;
