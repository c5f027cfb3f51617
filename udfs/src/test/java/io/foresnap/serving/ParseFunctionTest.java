package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.access.AccessRules;
import io.foresnap.event.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class ParseFunctionTest {

    /** An hour a second from 1000 on. */
    private static final VirtualClock CLOCK = new VirtualClock(1000, 500, 3600);

    private AccessRules rules = AccessRules.NONE;
    private OneInputStreamOperatorTestHarness<RawRequest, ReceivedRequest> parse;

    @BeforeEach
    void open() throws Exception {
        parse =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new ParseFunction(CLOCK, rules)));
        parse.open();
    }

    @AfterEach
    void close() throws Exception {
        parse.close();
    }

    private void send(byte[] message) throws Exception {
        parse.processElement(new RawRequest(message, "requests", 0, 7, 501), 0);
    }

    private void send(String message) throws Exception {
        send(message.getBytes(StandardCharsets.UTF_8));
    }

    private List<Rejection> rejections() {
        var records = parse.getSideOutput(ParseFunction.REJECTED);
        return records == null ? List.of() : records.stream().map(r -> r.getValue()).toList();
    }

    @Test
    void aRequestGoesOnWithTheTimeAtWhichKafkaGotIt() throws Exception {
        send("{\"requestId\":\"r\",\"table\":\"t\"}");

        assertThat(rejections()).isEmpty();
        assertThat(parse.extractOutputValues()).hasSize(1);
        assertThat(parse.extractOutputValues().get(0).request().requestedAtMs()).isEqualTo(4600);
    }

    @Test
    void aFloodOfWhatIsNoRequestLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            send("{\"field" + i + "\":\"value" + i + "\",\"requestId\":\"r" + i + "\"}");
        }

        assertThat(rejections()).hasSize(20_000);
        assertThat(parse.extractOutputValues()).isEmpty();
        assertThat(parse.snapshot(1, 1).getStateSize()).isZero();
    }

    @Test
    void whatIsTooLongIsNotEvenLookedInto() throws Exception {
        send("{\"requestId\":\"r\",\"table\":\"" + "x".repeat(1 << 20) + "\"}");

        assertThat(rejections())
                .singleElement()
                .satisfies(
                        rejection -> {
                            assertThat(rejection.reason()).contains("more than 1048576");
                            assertThat(rejection.requestId()).isNull();
                            assertThat(rejection.request()).hasSizeLessThan(101_000);
                        });
    }

    @Test
    void whatIsNoRequestLeavesWithTheReasonAndWhatCouldBeRead() throws Exception {
        String message = "{\"requestId\":\"r\",\"table\":\"../etc\"}";

        send(message);
        send("no json {");

        assertThat(parse.extractOutputValues()).isEmpty();
        assertThat(rejections().get(0))
                .isEqualTo(
                        new Rejection(
                                "r",
                                null,
                                "../etc",
                                "table must not begin with '.' or '_' nor contain '..': ../etc",
                                message,
                                4600));
        assertThat(rejections().get(1).requestId()).isNull();
        assertThat(rejections().get(1).request()).isEqualTo("no json {");
    }

    @Test
    void whatNoRuleAllowsIsRejectedWithWhoAskedForWhat() throws Exception {
        rules = new AccessRules(List.of("audit-* -> shop.*"));
        close();
        open();

        send("{\"requestId\":\"a\",\"table\":\"shop.t\",\"requester\":\"audit-7\"}");
        send("{\"requestId\":\"b\",\"table\":\"shop.t\",\"requester\":\"etl\"}");

        assertThat(parse.extractOutputValues()).hasSize(1);
        assertThat(rejections())
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.requestId()).isEqualTo("b");
                            assertThat(r.requester()).isEqualTo("etl");
                            assertThat(r.reason())
                                    .isEqualTo(
                                            "'etl' may not back up shop.t: no access rule allows"
                                                    + " it");
                        });
    }

    @Test
    void aRejectionIsNeverTooLongToBeSent() throws Exception {
        send(new byte[2 << 20]);
        send("{\"requestId\":" + "7".repeat(500_000) + "}");
        send("{\"requestId\":\"" + "x".repeat(500_000) + "\",\"table\":\"t\"}");

        assertThat(rejections())
                .hasSize(3)
                .allSatisfy(
                        rejection -> {
                            assertThat(rejection.requestId()).isNull();
                            assertThat(rejection.reason().length()).isLessThan(2100);
                            assertThat(rejection.request().length()).isLessThan(100_100);
                            assertThat(rejection.request()).endsWith(" characters)");
                        });
    }
}
