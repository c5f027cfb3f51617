package io.foresnap.replay.generator;

/**
 * The time from one point of a walk to a later one: a fixed part and, for each step between them,
 * an exponential part.
 *
 * <p>The sum of n exponential parts of mean m has Erlang's distribution, F(n, x) = 1 - exp(-x/m)
 * sum (k &lt; n) (x/m)^k / k!; its integral from 0 to x is x F(n, x) - n m F(n+1, x).
 *
 * @param fixedMs the fixed part, milliseconds
 * @param steps number of exponential parts
 * @param meanMs mean of each, milliseconds
 * @param reached probability that a walk at the one point ever gets to the other
 */
record Delay(long fixedMs, int steps, double meanMs, double reached) {

    /** No delay at all. */
    static final Delay NONE = new Delay(0, 0, 1, 1);

    /** Probability that the delay, of a walk that gets there, is at most {@code ms}. */
    double within(double ms) {
        return erlang(steps, ms - fixedMs);
    }

    /** Integral of {@link #within} up to {@code ms}, milliseconds. */
    double integral(double ms) {
        double x = ms - fixedMs;
        return x <= 0 ? 0 : x * erlang(steps, x) - steps * meanMs * erlang(steps + 1, x);
    }

    private double erlang(int n, double x) {
        if (x <= 0) {
            return n == 0 && x == 0 ? 1 : 0;
        }
        double term = StrictMath.exp(-x / meanMs);
        double above = 0;
        for (int k = 0; k < n; k++) {
            above += term;
            term *= x / meanMs / (k + 1);
        }
        return Math.max(0, 1 - above);
    }
}
