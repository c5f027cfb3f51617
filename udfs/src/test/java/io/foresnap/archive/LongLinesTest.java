package io.foresnap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events from outside that are larger, or deeper, than any should be. */
class LongLinesTest {

    @TempDir Path folder;

    @Test
    void aLineWithoutEndIsNamedBeforeItFillsTheMemory() throws Exception {
        Path file = folder.resolve("events.jsonl");
        Files.writeString(file, "short\n" + "x".repeat(300_000));

        try (JsonLines lines = JsonLines.open(file, 200_000)) {
            assertThat(lines.next()).hasSize(5);
            assertThatThrownBy(lines::next).hasMessage("line 2 is longer than 200000 bytes");
        }
        try (JsonLines lines = JsonLines.open(file)) {
            lines.next();
            assertThat(lines.next()).hasSize(300_000);
        }
    }

    @Test
    void anEventThatIsNestedWithoutEndIsMalformed() {
        String deep = "[".repeat(100_000);
        byte[] line =
                ("{\"key\":null,\"value\":{\"op\":\"c\",\"after\":{\"a\":" + deep + "}}}")
                        .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new DebeziumParser().parse(line))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("nesting depth");
    }
}
