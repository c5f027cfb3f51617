package io.foresnap.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Events as lines of JSON. */
final class DecisionLines {

    // Unknown fields: a newer version may have written them.
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .build();

    static void write(OutputStream out, DecisionEvent event) throws IOException {
        out.write(JSON.writeValueAsBytes(event));
        out.write('\n');
    }

    static void read(InputStream in, Consumer<DecisionEvent> each) throws IOException {
        try (MappingIterator<DecisionEvent> events =
                JSON.readerFor(DecisionEvent.class).readValues(in)) {
            while (events.hasNextValue()) {
                each.accept(events.nextValue());
            }
        }
    }

    private DecisionLines() {}
}
