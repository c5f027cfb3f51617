package io.foresnap.neural;

/** {@code h' = tanh(x W + b + h U)}: Elman's simple recurrent network (1990). */
final class ElmanCell implements Cell {

    private final int units;

    ElmanCell(int units) {
        this.units = units;
    }

    @Override
    public int gates() {
        return 1;
    }

    @Override
    public int stateParts() {
        return 1;
    }

    @Override
    public int tapeParts() {
        return 1;
    }

    @Override
    public void forward(
            double[] input, double[] recurrent, double[] state, double[] next, double[] tape) {
        for (int j = 0; j < units; j++) {
            tape[j] = input[j] + recurrent[j];
        }
        Cell.tanh(tape, 0, units);
        System.arraycopy(tape, 0, next, 0, units);
    }

    @Override
    public void backward(
            double[] state,
            double[] tape,
            double[] nextGradient,
            double[] inputGradient,
            double[] recurrentGradient,
            double[] stateGradient) {
        for (int j = 0; j < units; j++) {
            double gradient = nextGradient[j] * (1 - tape[j] * tape[j]);
            inputGradient[j] = gradient;
            recurrentGradient[j] = gradient;
            stateGradient[j] = 0;
        }
    }
}
