package io.foresnap.neural;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997) with a forget gate (Gers et al., 2000).
 * The state is the output h, then the memory c.
 *
 * <pre>
 *   i, f, o = sigmoid(x W + b + h U)
 *   g       = tanh(x W + b + h U)
 *   c'      = f c + i g
 *   h'      = o tanh(c')
 * </pre>
 */
final class LstmCell implements Cell {

    private final int units;

    LstmCell(int units) {
        this.units = units;
    }

    @Override
    public int gates() {
        return 4;
    }

    @Override
    public int stateParts() {
        return 2;
    }

    @Override
    public int tapeParts() {
        return 5;
    }

    @Override
    public void forward(
            double[] input, double[] recurrent, double[] state, double[] next, double[] tape) {
        for (int j = 0; j < 4 * units; j++) {
            tape[j] = input[j] + recurrent[j];
        }
        for (int j = units; j < 2 * units; j++) {
            // Open to begin with: what is remembered stays unless there is a reason.
            tape[j] += 1;
        }
        Cell.sigmoid(tape, 0, 3 * units);
        Cell.tanh(tape, 3 * units, 4 * units);
        for (int j = 0; j < units; j++) {
            double c = tape[units + j] * state[units + j] + tape[j] * tape[3 * units + j];
            next[units + j] = c;
            tape[4 * units + j] = c;
        }
        Cell.tanh(tape, 4 * units, 5 * units);
        for (int j = 0; j < units; j++) {
            next[j] = tape[2 * units + j] * tape[4 * units + j];
        }
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
            double i = tape[j];
            double f = tape[units + j];
            double o = tape[2 * units + j];
            double g = tape[3 * units + j];
            double t = tape[4 * units + j];
            double ofH = nextGradient[j];
            double ofC = nextGradient[units + j] + ofH * o * (1 - t * t);
            inputGradient[j] = ofC * g * i * (1 - i);
            inputGradient[units + j] = ofC * state[units + j] * f * (1 - f);
            inputGradient[2 * units + j] = ofH * t * o * (1 - o);
            inputGradient[3 * units + j] = ofC * i * (1 - g * g);
            stateGradient[j] = 0;
            stateGradient[units + j] = ofC * f;
        }
        System.arraycopy(inputGradient, 0, recurrentGradient, 0, 4 * units);
    }
}
