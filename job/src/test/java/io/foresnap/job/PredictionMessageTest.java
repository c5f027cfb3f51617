package io.foresnap.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.PredictedRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionMessageTest {

    private static final String GOOD =
            """
            {"table":"public.orders","partition":3,"windowStartMs":1000,"windowEndMs":2000,\
            "probability":0.25,"more":[1]}""";

    private static PredictedRequest parse(String message) {
        return PredictionMessage.parse(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(parse(GOOD))
                .isEqualTo(new PredictedRequest("public.orders", 3, 1000, 2000, 0.25));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"public.orders\"|\"../../etc\"|table must not",
                "\"public.orders\"|75|table is empty",
                "\"table\"|\"name\"|table is empty",
                ":3|:-1|partition must be a number from 0 on",
                ":3|:99999999999|partition must be a number from 0 on",
                ":3|:\"3\"|partition must be an integer",
                "1000|-5|-5 is no time",
                "2000|999|the window ends",
                "2000|9007199254740993|is no time",
                "0.25|1.5|probability must lie between 0 and 1, but is 1.5",
                "0.25|\"NaN\"|probability must lie between 0 and 1",
                "[1]|[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]|nested too deeply",
            })
    void whatIsNoPredictionIsRefused(String part, String instead, String why) {
        assertThatThrownBy(() -> parse(GOOD.replace(part, instead)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThatThrownBy(() -> parse(GOOD.replace("more", "x".repeat(5000))))
                .hasMessageContaining("more than 4096");
    }
}
