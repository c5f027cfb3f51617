package io.foresnap.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What comes from outside as JSON. */
class LimitedJsonTest {

    private final LimitedJson json = new LimitedJson("wish", 2000);

    private void requireRefused(String message, String why) {
        assertThatThrownBy(() -> json.object(message.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefusedWithItsLimit() {
        assertThat(json.object(nested(15).getBytes(StandardCharsets.UTF_8)).size()).isEqualTo(1);
        requireRefused(nested(16), "nested too deeply");
        requireRefused("{\"a\":" + "1".repeat(101) + "}", "too long a number");
        requireRefused(
                "{\"a\":\"" + "x".repeat(2000) + "\"}", "the wish has 2008 bytes, more than");
    }

    @Test
    void whatIsNoObjectOrSaidTwiceIsRefused() {
        requireRefused("[]", "a wish must be a JSON object");
        requireRefused("{\"a\":1,\"a\":2}", "not JSON: Duplicate field");
        requireRefused("{} {}", "not JSON: Trailing token");
        requireRefused("", "a wish must be a JSON object");
    }

    @Test
    void ofAFloodOnlyWhatTellsItsSizeIsSaid() {
        Often often = new Often();
        int said = 0;
        for (int i = 0; i < 100_000; i++) {
            said += often.isWorthSaying() ? 1 : 0;
        }

        assertThat(said).isEqualTo(17);
        assertThat(often.times()).isEqualTo(100_000);
    }
}
