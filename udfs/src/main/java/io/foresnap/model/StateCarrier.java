package io.foresnap.model;

import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.TrainingExample;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the state of a model's recurrent layer for the partitions that come by, where there is no
 * keyed state to hold it: beside training, to which examples of all partitions come, and in
 * replays. Of too many partitions those forgotten are the ones that have not come for longest; they
 * begin with their newest accesses again.
 */
public final class StateCarrier {

    /** As many as a replay buffer has rows of a kind. */
    private static final int MOST = 1 << 15;

    private final boolean needed;
    private final Map<String, CarriedState> states = new LinkedHashMap<>(16, .75f, true);
    private OnlineModel model;

    /**
     * @param model whose layer it is
     */
    public StateCarrier(OnlineModel model) {
        this.model = model;
        this.needed = CarriedState.of(model);
    }

    /** From here on another version of the model carries on. */
    public void use(OnlineModel version) {
        model = version;
    }

    /** Features with the state carried to them. */
    public PartitionFeatures carry(PartitionFeatures features) {
        if (!needed) {
            return features;
        }
        String key = features.key();
        CarriedState known = states.get(key);
        CarriedState carried = CarriedState.to(features, known, model);
        if (carried != known) {
            states.put(key, carried);
            forget();
        }
        return carried.onto(features);
    }

    /** Examples with the states carried to them. */
    public List<TrainingExample> carry(List<TrainingExample> examples) {
        List<TrainingExample> carried = new ArrayList<>(examples.size());
        for (TrainingExample example : examples) {
            carried.add(
                    new TrainingExample(
                            carry(example.features()), example.requested(), example.weight()));
        }
        return carried;
    }

    private void forget() {
        if (states.size() > MOST) {
            states.remove(states.keySet().iterator().next());
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(states.size());
        for (var entry : states.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeLong(entry.getValue().accesses());
            ModelBytes.writeBytes(out, entry.getValue().steps());
            ModelBytes.writeBytes(out, entry.getValue().before());
        }
    }

    void read(DataInputStream in) throws IOException {
        states.clear();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            String key = in.readUTF();
            long accesses = in.readLong();
            byte[] steps = ModelBytes.readBytes(in);
            states.put(key, new CarriedState(accesses, steps, ModelBytes.readBytes(in)));
        }
    }
}
