package io.foresnap.replay.predict;

import io.foresnap.replay.Probabilities;

/**
 * The predictions of a whole trace.
 *
 * @param name who made them
 * @param cost what they cost; zeros where that was not measured
 */
public record Predicted(String name, Probabilities probabilities, Cost cost) {

    /** The same under another name. */
    Predicted named(String other) {
        return new Predicted(other, probabilities, cost);
    }

    /**
     * What predicting a trace cost.
     *
     * @param predictions how many probabilities were made
     * @param predictMicros CPU time that making them took, microseconds
     * @param trainMicros CPU time that learning took, microseconds
     * @param modelBytes size of the model with its optimizer's state at the end
     */
    public record Cost(
            long predictions, double predictMicros, double trainMicros, long modelBytes) {

        /** Nothing was measured. */
        public static final Cost NONE = new Cost(0, 0, 0, 0);

        /** What this and another cost together, for the same predictions. */
        Cost plus(Cost other) {
            return new Cost(
                    predictions,
                    predictMicros + other.predictMicros,
                    trainMicros + other.trainMicros,
                    modelBytes + other.modelBytes);
        }

        /** CPU time of a partition's prediction at a tick, microseconds. */
        public double predictMicrosEach() {
            return predictions == 0 ? 0 : predictMicros / predictions;
        }

        /** CPU time of learning from a partition's window, microseconds. */
        public double trainMicrosEach() {
            return predictions == 0 ? 0 : trainMicros / predictions;
        }
    }
}
