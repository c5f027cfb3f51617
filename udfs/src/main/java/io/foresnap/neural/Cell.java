package io.foresnap.neural;

/**
 * The arithmetic of one step of a recurrent network, behind the matrices.
 *
 * <p>The matrices give two sums for each gate and unit, one from the input and one from the state's
 * first half, in blocks of {@code units} a gate. The first {@code units} numbers of the state are
 * the output.
 */
interface Cell {

    /** Most that {@link #tanh} is off by. */
    double TANH_ERROR = 2e-8;

    /** Half of the argument from where on the tangent is taken to stay as it is. */
    double FAR = 5;

    /** Blocks in the sums. */
    int gates();

    /** Numbers of state for each unit. */
    int stateParts();

    /** Numbers for each unit that {@link #backward} needs of a step. */
    int tapeParts();

    /**
     * One step.
     *
     * @param input sums from the input and the bias
     * @param recurrent sums from the state
     * @param state the state before
     * @param next gets the state after
     * @param tape gets what the way back needs
     */
    void forward(double[] input, double[] recurrent, double[] state, double[] next, double[] tape);

    /**
     * The way back through a step.
     *
     * @param state the state before
     * @param tape what {@link #forward} noted
     * @param nextGradient gradient of the state after
     * @param inputGradient gets the gradient of the sums from the input
     * @param recurrentGradient gets the gradient of the sums from the state
     * @param stateGradient gets the gradient of the state before, without its way through the sums
     */
    void backward(
            double[] state,
            double[] tape,
            double[] nextGradient,
            double[] inputGradient,
            double[] recurrentGradient,
            double[] stateGradient);

    /** The hyperbolic tangent of a range, in place, within {@link #TANH_ERROR}. */
    static void tanh(double[] x, int from, int to) {
        // Lambert's continued fraction at half of the argument, and the double of that: without a
        // call or a branch, so that the compiler takes several numbers at a time. It is also the
        // same on every processor, which the exponential of a library need not be.
        for (int i = from; i < to; i++) {
            double half = Math.max(-FAR, Math.min(FAR, 0.5 * x[i]));
            double s = half * half;
            double over = half * (135135 + s * (17325 + s * (378 + s)));
            double under = 135135 + s * (62370 + s * (3150 + s * 28));
            double t = over / under;
            x[i] = 2 * t / (1 + t * t);
        }
    }

    /** The logistic function of a range, in place. */
    static void sigmoid(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] *= 0.5;
        }
        tanh(x, from, to);
        for (int i = from; i < to; i++) {
            x[i] = 0.5 + 0.5 * x[i];
        }
    }
}
