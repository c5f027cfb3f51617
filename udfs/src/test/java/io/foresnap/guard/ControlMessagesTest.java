package io.foresnap.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.guard.ControlCommand.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlMessagesTest {

    private static ControlCommand parse(String json) {
        return ControlMessages.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "{'command':'pause'}; PAUSE",
                "{'command':'resume','requester':'ann'}; RESUME",
                "{'command':'shadow','on':true}; SHADOW_ON",
                "{'command':'shadow','on':false}; SHADOW_OFF",
            },
            delimiter = ';')
    void aSwitchIsAboutEverything(String json, Kind kind) {
        assertThat(parse(json)).isEqualTo(ControlCommand.of(kind));
    }

    @Test
    void aPinIsAboutATableOrOneOfItsPartitions() {
        assertThat(parse("{'command':'pin','table':'shop.orders'}"))
                .isEqualTo(ControlCommand.of(Kind.PIN, "shop.orders", ControlCommand.ALL));
        assertThat(parse("{'command':'unpin','table':'shop.orders','partition':2}"))
                .isEqualTo(ControlCommand.of(Kind.UNPIN, "shop.orders", 2));
    }

    @Test
    void aWarmUpIsForEveryDayOrForOnce() {
        assertThat(parse("{'command':'warm-up','table':'t','at':'22:00','requester':'ann'}"))
                .isEqualTo(
                        new ControlCommand(Kind.WARM_UP, "t", -1, ControlCommand.NEVER, 22 * 3600));
        long once = Instant.parse("2026-03-02T21:00:00Z").toEpochMilli();
        assertThat(parse("{'command':'warm-up','table':'t','at':'2026-03-02T22:00:00+01:00'}"))
                .isEqualTo(new ControlCommand(Kind.WARM_UP, "t", -1, once, -1))
                .isEqualTo(parse("{'command':'warm-up','table':'t','at':" + once + "}"));
        assertThat(parse("{'command':'warm-up','table':'t','at':'22:00','on':false}").kind())
                .isEqualTo(Kind.CANCEL_WARM_UP);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "pause; not JSON",
                "[]; must be a JSON object",
                "{}; command is missing",
                "{'command':7}; command must be a string",
                "{'command':'stop'}; but is \"stop\"",
                "{'command':'pause','command':'resume'}; Duplicate field",
                "{'command':'pause'} {}; not JSON",
                "{'command':'pause','table':'t'}; pause has no field 'table'",
                "{'command':'shadow'}; on is missing",
                "{'command':'shadow','on':'yes'}; on must be true or false",
                "{'command':'pin'}; table is missing",
                "{'command':'pin','table':'../t'}; table must not",
                "{'command':'pin','table':'t','partition':-1}; partition must be a number from 0",
                "{'command':'pin','table':'t','at':'22:00'}; pin has no field 'at'",
                "{'command':'warm-up','table':'t'}; at is missing",
                "{'command':'warm-up','table':'t','at':'25:00'}; '25:00' is no time of the day",
                "{'command':'warm-up','table':'t','at':'tonight'}; or a time of every day",
                "{'command':'warm-up','table':'t','at':'latest'}; at must be a time",
                "{'command':'warm-up','table':'t','at':'2026-03-02T22:00'}; has no time zone",
                "{'command':'resume','requester':1}; requester must be a string",
            },
            delimiter = ';')
    void whatIsNotUnderstoodWhollyIsRefused(String json, String reason) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'command':'pause'}",
                "{'command':'shadow','on':false}",
                "{'command':'pin','table':'shop.orders','partition':2}",
                "{'command':'warm-up','table':'t','at':'22:00:30'}",
                "{'command':'warm-up','table':'t','at':'2026-03-02T22:00:00Z','on':false}",
            })
    void whatIsWrittenReadsTheSame(String json) {
        ControlCommand command = parse(json);

        assertThat(ControlMessages.parse(ControlMessages.write(command, "ann"))).isEqualTo(command);
    }
}
