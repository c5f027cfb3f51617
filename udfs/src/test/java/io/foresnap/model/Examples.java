package io.foresnap.model;

import io.foresnap.features.ExpectedRequest;
import io.foresnap.features.Feature;
import io.foresnap.features.PartitionFeatures;
import io.foresnap.features.Playback;
import io.foresnap.features.TrainingExample;
import io.foresnap.history.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up partitions whose true probability depends on their age and their share. */
public final class Examples {

    public static final long WINDOW_MS = 300_000;

    private Examples() {}

    /** Features of a partition with an age (log2 windows) and a share (log-odds). */
    public static PartitionFeatures features(String table, long tickMs, double age, double share) {
        float[] values = new float[Feature.COUNT_OF];
        values[Feature.AGE.ordinal()] = (float) age;
        values[Feature.SHARE_32.ordinal()] = (float) share;
        values[Feature.HAZARD.ordinal()] = (float) share;
        values[Feature.SURVIVORS.ordinal()] = 4;
        values[Feature.ARRIVALS.ordinal()] = share > 0 ? 3 : 1;
        return new PartitionFeatures(table, 0, tickMs, WINDOW_MS, values, new byte[0]);
    }

    /** The same features for another table, with another expectation. */
    public static PartitionFeatures of(
            String table, PartitionFeatures f, ExpectedRequest expected) {
        return new PartitionFeatures(
                table,
                f.partition(),
                f.tickMs(),
                f.windowMs(),
                f.values(),
                f.steps(),
                f.accesses(),
                expected);
    }

    /** Fifty examples of one tick: young partitions with a high share are requested most. */
    public static List<TrainingExample> tick(int number) {
        Random random = new Random(number);
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            double age = 6 * random.nextDouble();
            double share = 4 * random.nextDouble() - 2;
            double p = 1 / (1 + Math.exp(age - 2 - share));
            PartitionFeatures features = features("t" + i, number * WINDOW_MS, age, share);
            examples.add(new TrainingExample(features, random.nextDouble() < p, 1));
        }
        return examples;
    }

    /**
     * Features of one partition at successive ticks.
     *
     * @param accesses how many fall into each window
     */
    public static List<PartitionFeatures> sequence(int accesses, int ticks) {
        Random random = new Random(4);
        Playback playback = new Playback(WINDOW_MS);
        List<PartitionFeatures> features = new ArrayList<>();
        for (int tick = 0; tick < ticks; tick++) {
            for (int i = 0; i < accesses; i++) {
                long timeMs = tick * WINDOW_MS + i * WINDOW_MS / accesses + random.nextInt(9000);
                playback.hear("t", 0, new Access(timeMs, 0, 1 + i % 2));
            }
            features.addAll(playback.tick((tick + 1) * WINDOW_MS).made());
        }
        return features;
    }

    static double loss(OnlineModel model, int fromTick, int toTick) {
        double loss = 0;
        int count = 0;
        for (int number = fromTick; number < toTick; number++) {
            for (TrainingExample example : tick(number)) {
                loss += Losses.log(model.probability(example.features()), example.requested());
                count++;
            }
        }
        return loss / count;
    }
}
