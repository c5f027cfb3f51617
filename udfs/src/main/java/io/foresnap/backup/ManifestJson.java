package io.foresnap.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foresnap.changelog.DamagedFileException;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * A manifest as JSON. Its field {@code checksum} is the CRC32C, 8 hex digits, of all its other
 * fields, written as compact JSON with the fields of every object in order of name: it may be
 * formatted anew, but not changed. Manifests of format version 1 have none.
 */
final class ManifestJson {

    static final int FORMAT_VERSION = 2;

    private static final String CHECKSUM = "checksum";

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    static byte[] write(Manifest manifest) throws JsonProcessingException {
        ObjectNode tree = JSON.valueToTree(manifest);
        tree.put(CHECKSUM, checksum(tree));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    }

    static Manifest read(String path, byte[] json) throws IOException {
        try {
            if (!(JSON.readTree(json) instanceof ObjectNode tree)) {
                throw new DamagedFileException(path, "it is no JSON object");
            }
            verify(path, tree);
            return JSON.treeToValue(tree, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(path, e.getOriginalMessage(), e);
        }
    }

    private static void verify(String path, ObjectNode tree)
            throws DamagedFileException, JsonProcessingException {
        JsonNode claimed = tree.remove(CHECKSUM);
        if (claimed == null && tree.path("formatVersion").asInt() == 1) {
            return;
        }
        String actual = checksum(tree);
        if (claimed == null || !actual.equals(claimed.asText())) {
            throw new DamagedFileException(
                    path,
                    "its content has the checksum "
                            + actual
                            + (claimed == null
                                    ? ", but it names none"
                                    : ", but names " + claimed.asText()));
        }
    }

    private static String checksum(ObjectNode tree) throws JsonProcessingException {
        byte[] canonical = JSON.writeValueAsBytes(JSON.treeToValue(tree, Object.class));
        CRC32C crc = new CRC32C();
        crc.update(canonical, 0, canonical.length);
        return String.format("%08x", (int) crc.getValue());
    }

    private ManifestJson() {}
}
