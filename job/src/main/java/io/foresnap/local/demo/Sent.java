package io.foresnap.local.demo;

import io.foresnap.event.BackupRequest;
import io.foresnap.local.demo.workload.TableKind;

/**
 * A request that was sent.
 *
 * @param newestMs the time through which the table's change log was complete when it was sent
 */
record Sent(BackupRequest request, TableKind kind, long newestMs) {}
