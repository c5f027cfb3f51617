package io.foresnap.event;

/**
 * A tick of the prediction clock. Every tick refreshes the prefetch list; some also make new
 * predictions.
 *
 * @param timeMs the tick's time, epoch milliseconds of the job's clock
 * @param predicts whether new probabilities are due at this tick
 */
public record Tick(long timeMs, boolean predicts) {}
