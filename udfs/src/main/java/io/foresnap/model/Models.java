package io.foresnap.model;

import io.foresnap.options.ModelType;
import java.util.List;

/** Makes the models that the option {@code prediction.model-type} names. */
public final class Models {

    /** What is mixed by {@code AUTO}: of the recurrent networks, which add about the same, one. */
    public static final List<ModelType> MEMBERS =
            List.of(ModelType.HISTOGRAM, ModelType.GRU, ModelType.TREES, ModelType.LOGISTIC);

    private Models() {}

    /** An untrained mixture of equal weights; its pool begins as the last of its members. */
    public static MixtureModel mixture(List<ModelType> members) {
        return new MixtureModel(members.stream().map(Models::create).toList());
    }

    /** An untrained model. */
    public static OnlineModel create(ModelType type) {
        return switch (type) {
            case HISTOGRAM -> new HistogramModel();
            case LOGISTIC -> new LogisticModel();
            case RNN -> RecurrentModel.simple();
            case LSTM -> RecurrentModel.lstm();
            case GRU -> RecurrentModel.gru();
            case TREES -> new TreesModel();
            case AUTO -> mixture(MEMBERS);
        };
    }
}
