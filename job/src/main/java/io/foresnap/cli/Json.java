package io.foresnap.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;

/** One JSON document on stdout, for programs. */
final class Json {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static void print(PrintWriter out, Object document) throws JsonProcessingException {
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
        out.flush();
    }

    private Json() {}
}
