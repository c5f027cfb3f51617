package io.foresnap.model;

import io.foresnap.features.Feature;
import io.foresnap.features.TrainingExample;
import io.foresnap.options.ModelType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Training on the stream of examples: judge, maybe publish, then learn; a tick at a time.
 *
 * <p>A version is published as it was before the newest tick is learned from, so that the newest
 * examples have judged exactly what is published. Only the very first is published right after the
 * first step, if that step made the examples it came from no less likely.
 */
public final class Training {

    /** As many as a replay buffer has rows of a kind. */
    private static final int MOST_STATES = 1 << 15;

    private final ModelType type;
    private final long intervalMs;
    private final OnlineModel learner;
    private final OnlineModel published;
    private final StateCarrier states;
    private final PublishGate gate;
    private final Calibration calibration = new Calibration();
    private long version;
    private long publishedMs;
    private long examples;
    private long refused;

    /**
     * @param intervalMs least time between published versions, milliseconds
     */
    public Training(ModelType type, long intervalMs) {
        this(type, intervalMs, Models.create(type), Models.create(type));
    }

    /**
     * @param learner the model that learns
     * @param published an untrained one, to judge published versions with
     */
    public Training(ModelType type, long intervalMs, OnlineModel learner, OnlineModel published) {
        this.type = type;
        this.intervalMs = intervalMs;
        this.learner = learner;
        this.published = published;
        this.states = new StateCarrier(learner, MOST_STATES);
        this.gate = new PublishGate(intervalMs);
    }

    /** Takes the examples of one tick, in a fixed order; the version to publish, if one is due. */
    public @Nullable ModelUpdate learn(long tickMs, List<TrainingExample> examplesOfTick) {
        List<TrainingExample> oneTick = states.carry(examplesOfTick);
        judge(tickMs, oneTick);
        ModelUpdate update = null;
        if (version > 0 && tickMs - publishedMs >= intervalMs) {
            if (gate.allows()) {
                update = publish(tickMs);
            } else {
                refused++;
            }
        }
        learner.learn(oneTick);
        examples += oneTick.size();
        if (version == 0 && improved(oneTick)) {
            update = publish(tickMs);
        }
        return update;
    }

    private void judge(long tickMs, List<TrainingExample> oneTick) {
        gate.advanceTo(tickMs);
        calibration.age();
        for (TrainingExample example : oneTick) {
            double p = learner.probability(example.features());
            double publishedP = published.probability(example.features());
            gate.observe(p, publishedP, example.requested(), example.weight());
            calibration.observe(p, example.requested(), example.weight());
        }
    }

    private boolean improved(List<TrainingExample> oneTick) {
        double before = 0;
        double after = 0;
        for (TrainingExample example : oneTick) {
            boolean requested = example.requested();
            before +=
                    example.weight()
                            * Losses.log(published.probability(example.features()), requested);
            after +=
                    example.weight()
                            * Losses.log(learner.probability(example.features()), requested);
        }
        return after <= before;
    }

    private ModelUpdate publish(long tickMs) {
        byte[] parameters = learner.parameters();
        published.load(parameters);
        gate.published();
        version++;
        publishedMs = tickMs;
        return new ModelUpdate(
                version, type, tickMs, parameters, gate.logLoss(), gate.brier(), examples, 0);
    }

    /** Everything, the optimizer's state included. */
    public byte[] snapshot() {
        return ModelBytes.write(this::write);
    }

    /**
     * Continues from a snapshot, as if there had been no interruption. One of another model or of
     * other features tells this one nothing: then it begins anew.
     *
     * @return what the snapshot was of
     */
    String restore(byte[] snapshot) {
        String[] saved = {""};
        ModelBytes.read(
                snapshot,
                in -> {
                    saved[0] = in.readUTF();
                    if (saved[0].equals(describes())) {
                        read(in);
                    } else {
                        in.skipNBytes(in.available());
                    }
                });
        return saved[0];
    }

    /** Of what a snapshot is. */
    String describes() {
        return type
                + " on features "
                + Integer.toHexString(Feature.FINGERPRINT)
                + (CarriedState.of(learner) ? ", with the states it carries" : "");
    }

    long version() {
        return version;
    }

    long examples() {
        return examples;
    }

    /** Time of the ticks since the newest version was published, milliseconds; -1 without one. */
    long ageMs() {
        return version == 0 ? -1 : gate.observedMs() - publishedMs;
    }

    long refused() {
        return refused;
    }

    long nonFiniteUpdates() {
        return learner.nonFiniteUpdates();
    }

    /** Weight of a member of the mixture, its pool being the last; NaN for another model. */
    double memberWeight(int member) {
        return learner instanceof MixtureModel mixture ? mixture.weights()[member] : Double.NaN;
    }

    PublishGate gate() {
        return gate;
    }

    Calibration calibration() {
        return calibration;
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeUTF(describes());
        out.writeLong(version);
        out.writeLong(publishedMs);
        out.writeLong(examples);
        out.writeLong(refused);
        gate.write(out);
        calibration.write(out);
        ModelBytes.writeBytes(out, learner.snapshot());
        ModelBytes.writeBytes(out, published.parameters());
        states.write(out);
    }

    private void read(DataInputStream in) throws IOException {
        version = in.readLong();
        publishedMs = in.readLong();
        examples = in.readLong();
        refused = in.readLong();
        gate.read(in);
        calibration.read(in);
        learner.restore(ModelBytes.readBytes(in));
        published.load(ModelBytes.readBytes(in));
        states.read(in);
    }
}
