package io.foresnap.model;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import java.nio.ByteBuffer;
import java.util.List;

/** Always the same answer, which a test may change; learns nothing. */
class TestingModel implements OnlineModel {

    double answer;

    TestingModel(double answer) {
        this.answer = answer;
    }

    @Override
    public double probability(PartitionFeatures features) {
        return answer;
    }

    @Override
    public void learn(List<TrainingExample> oneTick) {}

    @Override
    public byte[] snapshot() {
        return parameters();
    }

    @Override
    public void restore(byte[] snapshot) {
        load(snapshot);
    }

    @Override
    public byte[] parameters() {
        return ByteBuffer.allocate(Double.BYTES).putDouble(answer).array();
    }

    @Override
    public void load(byte[] parameters) {
        answer = ByteBuffer.wrap(parameters).getDouble();
    }

    @Override
    public long nonFiniteUpdates() {
        return 0;
    }
}
