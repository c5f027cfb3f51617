package io.foresnap.replay.predict;

import io.foresnap.model.MixtureModel;
import io.foresnap.model.Models;
import io.foresnap.model.OnlineModel;
import io.foresnap.options.ModelType;
import io.foresnap.replay.TickGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The mixture, made of runs of its members, and beside it what it would be with another recurrent
 * network or with none: that is what each of these adds.
 */
final class Mixtures {

    private static final List<ModelType> RECURRENT =
            List.of(ModelType.RNN, ModelType.LSTM, ModelType.GRU);

    private final Map<ModelType, LearningContender> alone;
    private final TickGrid grid;
    private final int entities;
    private final List<Mixture> mixtures = new ArrayList<>();

    /**
     * @param alone the models that run, the mixture's members among them
     */
    Mixtures(Map<ModelType, LearningContender> alone, TickGrid grid, int entities) {
        this.alone = alone;
        this.grid = grid;
        this.entities = entities;
        add(ModelType.AUTO.name(), Models.MEMBERS);
        if (alone.keySet().containsAll(RECURRENT)) {
            addOthers();
        }
    }

    private record Mixture(
            String name, LearningContender contender, List<LearningContender> members) {

        Predicted predicted() {
            Predicted own = contender.predicted();
            Predicted.Cost cost = own.cost();
            for (LearningContender member : members) {
                cost = cost.plus(member.predicted().cost());
            }
            return new Predicted(name, own.probabilities(), cost);
        }
    }

    /** What is to follow the models in each tick. */
    List<Contender> followers() {
        List<Contender> followers = new ArrayList<>();
        mixtures.forEach(mixture -> followers.add(mixture.contender()));
        return followers;
    }

    /** What the mixture predicted. */
    Predicted mixture() {
        return mixtures.get(0).predicted();
    }

    /** What the others predicted. */
    List<Predicted> others() {
        return mixtures.subList(1, mixtures.size()).stream().map(Mixture::predicted).toList();
    }

    private void addOthers() {
        List<ModelType> without = new ArrayList<>(Models.MEMBERS);
        without.removeAll(RECURRENT);
        add("AUTO without a network", without);
        for (ModelType network : RECURRENT) {
            List<ModelType> members = new ArrayList<>(without);
            members.add(0, network);
            if (!Models.MEMBERS.contains(network)) {
                add("AUTO with " + network, members);
            }
        }
        List<ModelType> all = new ArrayList<>(RECURRENT);
        all.addAll(without);
        add("AUTO with all networks", all);
    }

    private void add(String name, List<ModelType> types) {
        List<LearningContender> members = new ArrayList<>();
        List<OnlineModel> recalled = new ArrayList<>();
        for (ModelType type : types) {
            members.add(Objects.requireNonNull(alone.get(type)));
        }
        members.forEach(member -> recalled.add(new RecalledMember(grid, member.probabilities())));
        LearningContender contender =
                new LearningContender(ModelType.AUTO, new MixtureModel(recalled), grid, entities);
        mixtures.add(new Mixture(name, contender, members));
    }
}
