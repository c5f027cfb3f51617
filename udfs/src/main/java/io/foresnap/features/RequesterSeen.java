package io.foresnap.features;

/**
 * That a requester has asked for something, anywhere.
 *
 * @param requester its hash, as in the accesses
 * @param timeMs when, epoch milliseconds
 */
public record RequesterSeen(int requester, long timeMs) {}
