package io.foresnap.model;

import io.foresnap.options.ModelType;
import java.util.List;

/** Makes the models that the option {@code prediction.model-type} names. */
public final class Models {

    private Models() {}

    /** An untrained model. */
    public static OnlineModel create(ModelType type) {
        return switch (type) {
            case HISTOGRAM -> new HistogramModel();
            case LOGISTIC -> new LogisticModel();
            case AUTO -> new MixtureModel(List.of(new HistogramModel(), new LogisticModel()));
        };
    }
}
