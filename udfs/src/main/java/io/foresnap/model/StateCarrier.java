package io.foresnap.model;

import io.foresnap.event.TablePartition;
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
 * begin with their newest accesses again. With more partitions than that, and few examples of each,
 * training sees states that begin later than those scored with: of both kinds, so that the network
 * learns to do with either.
 */
public final class StateCarrier {

    private final boolean needed;
    private final int most;
    private final Map<TablePartition, CarriedState> states = new LinkedHashMap<>(16, .75f, true);
    private OnlineModel model;

    /**
     * For all partitions there are.
     *
     * @param model whose layer it is
     */
    public StateCarrier(OnlineModel model) {
        this(model, Integer.MAX_VALUE);
    }

    /**
     * @param model whose layer it is
     * @param most partitions whose state is kept
     */
    StateCarrier(OnlineModel model, int most) {
        this.model = model;
        this.most = most;
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
        TablePartition key = new TablePartition(features.table(), features.partition());
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
        if (states.size() > most) {
            states.remove(states.keySet().iterator().next());
        }
    }

    /** Writes all states; nothing for a model without a layer. */
    void write(DataOutputStream out) throws IOException {
        if (!needed) {
            return;
        }
        out.writeInt(states.size());
        for (var entry : states.entrySet()) {
            out.writeUTF(entry.getKey().key());
            out.writeInt(entry.getValue().network());
            out.writeLong(entry.getValue().accesses());
            ModelBytes.writeBytes(out, entry.getValue().steps());
            ModelBytes.writeBytes(out, entry.getValue().before());
        }
    }

    /** Reads what {@link #write} wrote. */
    void read(DataInputStream in) throws IOException {
        if (!needed) {
            return;
        }
        states.clear();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            TablePartition key = TablePartition.ofKey(in.readUTF());
            int network = in.readInt();
            long accesses = in.readLong();
            byte[] steps = ModelBytes.readBytes(in);
            byte[] before = ModelBytes.readBytes(in);
            states.put(key, new CarriedState(network, accesses, steps, before));
        }
    }
}
