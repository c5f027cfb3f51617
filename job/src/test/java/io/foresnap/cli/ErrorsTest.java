package io.foresnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorsTest {

    @Test
    void aServersStackIsNoPartOfTheLine() {
        assertThat(
                        Errors.oneLine(
                                "File does not exist: /a/b\n\tat org.apache.X.valueOf(X.java:87)\n"
                                        + "\tat java.base/java.lang.Thread.run(Thread.java:1)\n"))
                .isEqualTo("File does not exist: /a/b");
    }

    @Test
    void severalLinesBecomeOne() {
        assertThat(Errors.oneLine("one thing\n\n   at the other end (or not)\n"))
                .isEqualTo("one thing at the other end (or not)");
        assertThat(Errors.oneLine(null)).isEmpty();
    }
}
