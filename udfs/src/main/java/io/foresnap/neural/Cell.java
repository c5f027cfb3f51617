package io.foresnap.neural;

/**
 * The arithmetic of one step of a recurrent network, behind the matrices.
 *
 * <p>The matrices give two sums for each gate and unit, one from the input and one from the state's
 * first half, in blocks of {@code units} a gate. The first {@code units} numbers of the state are
 * the output.
 */
interface Cell {

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

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double tanh(double x) {
        // One exponential instead of Math.tanh's exact cases: several times faster, and its
        // derivative is 1 - tanh^2 to rounding.
        return 1 - 2 / (Math.exp(2 * x) + 1);
    }
}
