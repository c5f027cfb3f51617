package io.foresnap.replay.generator;

import java.util.SplittableRandom;

/** Random numbers by formulas that give the same on every platform. */
final class Draws {

    private final SplittableRandom random;

    Draws(SplittableRandom random) {
        this.random = random;
    }

    /** An independent stream. */
    Draws split() {
        return new Draws(random.split());
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return random.nextDouble();
    }

    /** Uniform in [from, until). */
    double uniform(double from, double until) {
        return from + (until - from) * random.nextDouble();
    }

    /** Uniform in [0, bound). */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Uniform in [0, bound). */
    long below(long bound) {
        return random.nextLong(bound);
    }

    /** Whether something of this probability happens. */
    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    /** Exponentially distributed. */
    double exponential(double mean) {
        return -StrictMath.log(1 - random.nextDouble()) * mean;
    }

    /** One of several. */
    <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    /** Log-uniform in [from, until). */
    double logUniform(double from, double until) {
        return from * StrictMath.exp(random.nextDouble() * StrictMath.log(until / from));
    }
}
