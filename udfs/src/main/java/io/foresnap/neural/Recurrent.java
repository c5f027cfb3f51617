package io.foresnap.neural;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A recurrent layer over a short sequence, from a state to the output after the last step. {@link
 * #backward} speaks of the newest {@link #forward}. Not thread-safe.
 */
public final class Recurrent {

    private final Cell cell;
    private final int units;
    private final Matrix inputWeights;
    private final Matrix recurrentWeights;
    private final Matrix bias;
    private final double[][] states;
    private final double[][] tapes;
    private final double[] fromInput;
    private final double[] fromState;
    private final double[] inputGradient;
    private final double[] recurrentGradient;

    /** Whether the newest sequence began with another state than zeros. */
    private boolean begun;

    private double[] stateGradient;
    private double[] nextGradient;

    private Recurrent(Cell cell, int inputs, int units, int longest, SplittableRandom random) {
        int sums = cell.gates() * units;
        this.cell = cell;
        this.units = units;
        this.inputWeights = new Matrix(inputs, sums).fill(Math.sqrt(3.0 / inputs), random);
        this.recurrentWeights = new Matrix(units, sums).fill(Math.sqrt(1.0 / units), random);
        this.bias = new Matrix(1, sums);
        this.states = new double[longest + 1][cell.stateParts() * units];
        this.tapes = new double[longest][cell.tapeParts() * units];
        this.fromInput = new double[sums];
        this.fromState = new double[sums];
        this.inputGradient = new double[sums];
        this.recurrentGradient = new double[sums];
        this.stateGradient = new double[cell.stateParts() * units];
        this.nextGradient = new double[cell.stateParts() * units];
    }

    /** Elman's simple recurrent layer. */
    public static Recurrent simple(int inputs, int units, int longest, SplittableRandom random) {
        return new Recurrent(new ElmanCell(units), inputs, units, longest, random);
    }

    /** Gated recurrent units. */
    public static Recurrent gru(int inputs, int units, int longest, SplittableRandom random) {
        return new Recurrent(new GruCell(units), inputs, units, longest, random);
    }

    /** Long short-term memory. */
    public static Recurrent lstm(int inputs, int units, int longest, SplittableRandom random) {
        return new Recurrent(new LstmCell(units), inputs, units, longest, random);
    }

    /** Numbers in the state. */
    public int stateSize() {
        return states[0].length;
    }

    /** Numbers in the output. */
    public int units() {
        return units;
    }

    /** The matrices that learn. */
    public List<Matrix> matrices() {
        return List.of(inputWeights, recurrentWeights, bias);
    }

    /**
     * Runs over a sequence; at most as many steps as the layer was made for. The gradient goes back
     * to its first step and not beyond.
     *
     * @param from the state before; a layer that has seen nothing begins with zeros
     * @return the state after the last step, whose first {@link #units()} numbers are the output; a
     *     view
     */
    public double[] forward(double[] from, double[][] inputs, int steps) {
        System.arraycopy(from, 0, states[0], 0, states[0].length);
        begun = anyOf(from);
        for (int t = 0; t < steps; t++) {
            System.arraycopy(bias.weights[0], 0, fromInput, 0, fromInput.length);
            inputWeights.addTo(inputs[t], fromInput);
            Arrays.fill(fromState, 0);
            if (begun || t > 0) {
                recurrentWeights.addTo(states[t], fromState);
            }
            cell.forward(fromInput, fromState, states[t], states[t + 1], tapes[t]);
        }
        return states[steps];
    }

    private static boolean anyOf(double[] state) {
        for (double value : state) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    /** Adds to the gradients what the output's gradient makes of the newest {@link #forward}. */
    public void backward(double[][] inputs, int steps, double[] outputGradient) {
        Arrays.fill(nextGradient, 0);
        System.arraycopy(outputGradient, 0, nextGradient, 0, units);
        for (int t = steps - 1; t >= 0; t--) {
            cell.backward(
                    states[t],
                    tapes[t],
                    nextGradient,
                    inputGradient,
                    recurrentGradient,
                    stateGradient);
            inputWeights.learn(inputs[t], inputGradient);
            bias.learnRow(0, 1, inputGradient);
            if (begun || t > 0) {
                recurrentWeights.learn(states[t], recurrentGradient);
                recurrentWeights.back(recurrentGradient, stateGradient);
            }
            double[] swap = nextGradient;
            nextGradient = stateGradient;
            stateGradient = swap;
        }
    }

    /** Writes the weights, and where wanted Adam's moments. */
    public void write(DataOutputStream out, boolean moments) throws IOException {
        for (Matrix matrix : matrices()) {
            matrix.write(out, moments);
        }
    }

    /** Reads what {@link #write} wrote. */
    public void read(DataInputStream in, boolean moments) throws IOException {
        for (Matrix matrix : matrices()) {
            matrix.read(in, moments);
        }
    }
}
