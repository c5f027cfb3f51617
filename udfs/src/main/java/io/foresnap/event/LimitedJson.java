package io.foresnap.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads messages from outside, one JSON object each: of limited size and depth, without anything
 * twice or behind it. Of a message nothing stays in memory but some names of fields, which Jackson
 * forgets when they become too many. Thread-safe.
 */
public final class LimitedJson {

    /** No message of ours needs more than a list in an object. */
    private static final int MOST_DEEP = 16;

    private static final int MOST_DIGITS = 100;

    private final String what;
    private final int mostBytes;
    private final ObjectMapper json;

    /**
     * @param what what the messages are, for what is said of wrong ones: "request"
     * @param mostBytes their greatest size
     */
    public LimitedJson(String what, int mostBytes) {
        this.what = what;
        this.mostBytes = mostBytes;
        this.json =
                JsonMapper.builder(
                                JsonFactory.builder()
                                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                        .streamReadConstraints(
                                                StreamReadConstraints.builder()
                                                        .maxNestingDepth(MOST_DEEP)
                                                        .maxNumberLength(MOST_DIGITS)
                                                        .maxStringLength(mostBytes)
                                                        .maxNameLength(mostBytes)
                                                        .build())
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .build();
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public JsonNode object(byte[] message) {
        if (message.length > mostBytes) {
            throw new IllegalArgumentException(
                    "the " + what + " has " + message.length + " bytes, more than " + mostBytes);
        }
        JsonNode root = tree(message);
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("a " + what + " must be a JSON object");
        }
        return root;
    }

    private JsonNode tree(byte[] message) {
        try {
            return json.readTree(message);
        } catch (StreamConstraintsException e) {
            throw new IllegalArgumentException(
                    "nested too deeply, or with too long a number: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not readable: " + e.getMessage(), e);
        }
    }
}
