package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foresnap.event.BackupRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

    private static final long ARRIVED = 1_772_000_000_000L;

    private final RequestParser parser = new RequestParser();

    private BackupRequest parse(String message) {
        return parser.parse(message.getBytes(StandardCharsets.UTF_8), ARRIVED);
    }

    /** The fields of a valid request and some more. */
    private static String with(String more) {
        return "{\"requestId\":\"r\",\"table\":\"t\"" + more + "}";
    }

    @Test
    void everyFieldIsRead() {
        BackupRequest request =
                parse(
                        """
                        {"requestId":"r-1","table":"public.orders","partitions":[2,0,2],\
                        "targetTime":"2026-01-31T12:00:00+01:00","requester":"cron",\
                        "requestedAt":1769857300000}""");

        assertThat(request)
                .isEqualTo(
                        new BackupRequest(
                                "r-1",
                                "public.orders",
                                List.of(0, 2),
                                1769857200000L,
                                "cron",
                                1769857300000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"partitions\":null,\"targetTime\":null,\"requester\":null,\"requestedAt\":null",
                ",\"partitions\":\"all\",\"targetTime\":\"latest\",\"requester\":\"\"",
            })
    void whatIsLeftOutMeansAllPartitionsTheNewestTimeAndNow(String more) {
        assertThat(parse(with(more)))
                .isEqualTo(
                        new BackupRequest("r", "t", List.of(), BackupRequest.LATEST, "", ARRIVED));
    }

    @Test
    void aRequestFromTheFutureCountsAsAskedWhenItArrived() {
        BackupRequest ahead = parse(with(",\"requestedAt\":" + (ARRIVED + 1)));
        BackupRequest latest = parse(with(",\"requestedAt\":\"latest\""));

        assertThat(ahead.requestedAtMs()).isEqualTo(ARRIVED);
        assertThat(latest.requestedAtMs()).isEqualTo(ARRIVED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|a request must be a JSON object",
                "[]|a request must be a JSON object",
                "null|a request must be a JSON object",
                "no json {|not JSON: Unrecognized token 'no'",
                "{\"requestId\":\"r\"|not JSON: Unexpected end-of-input",
                "{} {}|not JSON: Trailing token",
                "{\"table\":\"t\",\"table\":\"u\"}|not JSON: Duplicate field 'table'",
                "{\"table\":\"t\"}|requestId is missing",
                "{\"requestId\":null,\"table\":\"t\"}|requestId is missing",
                "{\"requestId\":\"r\"}|table is missing",
                "{\"requestId\":7,\"table\":\"t\"}|requestId must be a string, but is 7",
                "{\"requestId\":\"r\",\"table\":[\"t\"]}|table must be a string, but is [\"t\"]",
                "{\"requestId\":\"\",\"table\":\"t\"}|requestId is empty",
                "{\"requestId\":\"r\",\"table\":\"\"}|table is empty",
                "{\"requestId\":\"../up\",\"table\":\"t\"}|requestId must not begin with '.'",
                "{\"requestId\":\"_r\",\"table\":\"t\"}|requestId must not begin with '.' or '_'",
                "{\"requestId\":\"a/b\",\"table\":\"t\"}|requestId must not contain path separators",
                "{\"requestId\":\"r\",\"table\":\"a\\\\b\"}|table must not contain path separators",
                "{\"requestId\":\"r\",\"table\":\"a..b\"}|table must not begin with '.' or '_' nor",
                "{\"requestId\":\"r\",\"table\":\"a\\u0000b\"}|table contains a character that is",
                "{\"requestId\":\"a\\nb\",\"table\":\"t\"}|requestId contains a character that is",
                "{\"requestId\":\"\\ud800\",\"table\":\"t\"}|requestId contains a character that is",
            })
    void aBadRequestIsRefusedWithItsReason(String message, String reason) {
        assertThatThrownBy(() -> parse(message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"partitions\":[]|partitions must be a list of partition numbers, or \"all\"",
                "\"partitions\":3|partitions must be a list of partition numbers, or \"all\"",
                "\"partitions\":\"some\"|partitions must be a list of partition numbers",
                "\"partitions\":[-1]|partitions must be numbers from 0 on, but one is -1",
                "\"partitions\":[0.5]|partitions must be numbers from 0 on, but one is 0.5",
                "\"partitions\":[2147483648]|partitions must be numbers from 0 on, but one is 214",
                "\"partitions\":[\"0\"]|partitions must be numbers from 0 on, but one is \"0\"",
                "\"targetTime\":\"2026-01-31T12:00:00\"|targetTime: '2026-01-31T12:00:00' has no",
                "\"targetTime\":\"2026-01-31\"|targetTime: '2026-01-31' has no time zone",
                "\"targetTime\":\"yesterday\"|targetTime: 'yesterday' is no time",
                "\"targetTime\":-1|targetTime: -1 is no time in epoch milliseconds",
                "\"targetTime\":1772000000000000|targetTime: 1772000000000000 is no time",
                "\"targetTime\":1.5|targetTime must be a string or a number: 1.5",
                "\"targetTime\":{}|targetTime must be a string or a number: {}",
                "\"requestedAt\":true|requestedAt must be a string or a number: true",
                "\"requester\":[]|requester must be a string, but is []",
            })
    void aBadFieldIsNamed(String field, String reason) {
        assertThatThrownBy(() -> parse(with("," + field)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void whatIsTooLongIsRefused() {
        String name = "x".repeat(201);

        assertThatThrownBy(() -> parse(with(",\"requester\":\"" + name + "\"")))
                .hasMessage("requester is longer than 200 characters");
        assertThatThrownBy(() -> parse("{\"requestId\":\"" + name + "\",\"table\":\"t\"}"))
                .hasMessageStartingWith("requestId is longer than 200 bytes: xxx");
        assertThatThrownBy(() -> parser.parse(new byte[(1 << 20) + 1], ARRIVED))
                .hasMessage("the request has 1048577 bytes, more than 1048576");
        assertThatThrownBy(() -> parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("nested too deeply");
        assertThatThrownBy(() -> parse(with(",\"partitions\":[" + "0,".repeat(100_000) + "0]")))
                .hasMessageStartingWith("partitions must be a list");
    }

    @Test
    void theAuditRecordOfTheLargestRequestFitsIntoAMessage() throws Exception {
        String partitions =
                java.util.stream.IntStream.range(0, 95_000)
                        .mapToObj(i -> Integer.toString(2_000_000_000 + i))
                        .collect(java.util.stream.Collectors.joining(","));
        BackupRequest request = parse(with(",\"partitions\":[" + partitions + "]"));

        AuditRecord record = AuditRecord.requested(request);

        byte[] json = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsBytes(record);
        assertThat(json).hasSizeLessThan(600_000);
        assertThat(record.partitions()).hasSize(45_000);
        assertThat(record.partitionsLeftOut()).isEqualTo(50_000);
        assertThat(AuditRecord.requested(parse(with(""))).partitionsLeftOut()).isNull();
    }

    @Test
    void aTimeThatIsVeryLongIsShownInPart() {
        assertThatThrownBy(() -> parse(with(",\"targetTime\":\"" + "x".repeat(100_000) + "\"")))
                .hasMessageStartingWith("targetTime: 'xxx")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] message = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};

        assertThatThrownBy(() -> parser.parse(message, ARRIVED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON");
    }

    @Test
    void ofAMessageThatIsNoRequestTheIdIsReadWhereItCanBe() {
        byte[] readable = "{\"requestId\":\"r\",\"table\":7}".getBytes(StandardCharsets.UTF_8);

        assertThat(parser.field(readable, "requestId")).isEqualTo("r");
        assertThat(parser.field(readable, "table")).isNull();
        assertThat(parser.field(readable, "requester")).isNull();
        assertThat(parser.field(new byte[] {'{'}, "requestId")).isNull();
        assertThat(parser.field(new byte[0], "requestId")).isNull();
    }
}
