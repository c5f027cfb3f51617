package io.foresnap.neural;

/**
 * Gated recurrent unit (Cho et al., 2014), with the reset gate behind the matrix, so that one
 * product serves all gates:
 *
 * <pre>
 *   z, r = sigmoid(x W + b + h U)
 *   n    = tanh(x W + b + r (h U))
 *   h'   = (1 - z) n + z h
 * </pre>
 */
final class GruCell implements Cell {

    private final int units;

    GruCell(int units) {
        this.units = units;
    }

    @Override
    public int gates() {
        return 3;
    }

    @Override
    public int stateParts() {
        return 1;
    }

    @Override
    public int tapeParts() {
        return 4;
    }

    @Override
    public void forward(
            double[] input, double[] recurrent, double[] state, double[] next, double[] tape) {
        for (int j = 0; j < 2 * units; j++) {
            tape[j] = input[j] + recurrent[j];
        }
        Cell.sigmoid(tape, 0, 2 * units);
        for (int j = 0; j < units; j++) {
            double fromState = recurrent[2 * units + j];
            tape[2 * units + j] = input[2 * units + j] + tape[units + j] * fromState;
            tape[3 * units + j] = fromState;
        }
        Cell.tanh(tape, 2 * units, 3 * units);
        for (int j = 0; j < units; j++) {
            double z = tape[j];
            next[j] = (1 - z) * tape[2 * units + j] + z * state[j];
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
            double z = tape[j];
            double r = tape[units + j];
            double n = tape[2 * units + j];
            double gradient = nextGradient[j];
            double ofZ = gradient * (state[j] - n) * z * (1 - z);
            double ofN = gradient * (1 - z) * (1 - n * n);
            double ofR = ofN * tape[3 * units + j] * r * (1 - r);
            inputGradient[j] = ofZ;
            recurrentGradient[j] = ofZ;
            inputGradient[units + j] = ofR;
            recurrentGradient[units + j] = ofR;
            inputGradient[2 * units + j] = ofN;
            recurrentGradient[2 * units + j] = ofN * r;
            stateGradient[j] = gradient * z;
        }
    }
}
