package io.foresnap.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types guessed from values, and values that are decoded or refused, never changed. */
class TypedRowsTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 | 9223372036854775807 | LONG",
                "1 | 9223372036854775808 | DECIMAL",
                "1 | 0.1 | DOUBLE",
                "9007199254740993 | 0.5 | STRING",
                "0.12345678901234567890 | 1 | STRING",
                "1e400 | 1 | STRING",
                "true | null | BOOLEAN",
                "true | 1 | STRING",
                "\"a\" | \"b\" | STRING",
                "\"a\" | 1 | STRING",
                "[1] | {\"a\":1} | JSON",
                "{\"scale\":2,\"value\":\"AQ==\"} | {\"scale\":0,\"value\":\"fw==\"} | DECIMAL",
                "{\"scale\":2,\"value\":\"AQ==\"} | 1 | STRING",
                "null | null | STRING"
            })
    void theTypeGuessedHoldsEveryValue(String first, String second, Kind kind) throws IOException {
        String backup =
                TestingBackup.of(folder, "t")
                        .row(1, "\"v\":" + first)
                        .row(2, "\"v\":" + second)
                        .make();

        try (BackupRows rows = BackupRows.open(backup)) {
            TypedRows typed = TypedRows.scan(rows, null);
            assertThat(typed.columns().get(1).kind()).isEqualTo(kind);
            assertThat(values(typed)).hasSize(2);
        }
    }

    @Test
    void columnsThatComeAndGoAreAllThere() throws IOException {
        String backup =
                TestingBackup.of(folder, "t")
                        .row(1, "\"old\":1")
                        .row(2, "")
                        .row(3, "\"new\":\"x\"")
                        .make();

        try (BackupRows rows = BackupRows.open(backup)) {
            TypedRows typed = TypedRows.scan(rows, null);
            assertThat(typed.columns())
                    .extracting(Column::name)
                    .containsExactly("id", "old", "new");
            assertThat(typed.key()).containsExactly("id");
            assertThat(values(typed)).containsExactly("1, 1, null", "2, null, null", "3, null, x");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "numeric(4,2) | ~\"12.34\"~ | is not Base64",
                "numeric(4,2) | ~\"J0E=\"~ | 100.49",
                "numeric(4,2) | 1.234 | more than 2 digits behind the point",
                "numeric(4,2) | 100.5 | more than 4 digits",
                "numeric | ~\"AQ==\"~ | its scale is not known",
                "integer | 2147483648 | does not fit integer",
                "integer | 1.0 | does not fit integer",
                "integer | ~\"1\"~ | it is a JSON string",
                "real | 0.1234567891 | it would be rounded",
                "double precision | 1e400 | it would be rounded",
                "boolean | 1 | it is a JSON number",
                "bytea | ~\"§\"~ | does not fit bytea",
                "timestamp without time zone | 9223372036825200000 | does not fit timestamp",
                "timestamp with time zone | ~\"infinity\"~ | does not fit timestamp with time zone",
                "time without time zone | 86400000000 | does not fit time",
                "text | 5 | does not fit text"
            })
    void aValueThatDoesNotFitIsNamedWithItsRow(String type, String value, String message)
            throws IOException {
        String backup =
                TestingBackup.of(folder, "t").row(1, "\"v\":null").row(2, "\"v\":" + value).make();
        DeclaredTable declared =
                new DeclaredTable(
                        List.of(
                                SqlTypes.parse("id", "integer", null),
                                SqlTypes.parse("v", type, null)),
                        List.of("id"));

        try (BackupRows rows = BackupRows.open(backup)) {
            assertThatThrownBy(() -> values(TypedRows.scan(rows, declared)))
                    .isInstanceOf(UnfitValueException.class)
                    .hasMessageContaining(backup + " row with key {\"id\":2}, column v: value ")
                    .hasMessageContaining(message);
        }
    }

    @Test
    void columnsThatNobodyDeclaredAreTold() throws IOException {
        String backup = TestingBackup.of(folder, "t").row(1, "\"v\":1").make();
        DeclaredTable declared =
                new DeclaredTable(List.of(SqlTypes.parse("id", "integer", null)), List.of("id"));

        try (BackupRows rows = BackupRows.open(backup)) {
            assertThat(TypedRows.scan(rows, declared).undeclared()).containsExactly("v");
            assertThat(TypedRows.scan(rows, null).undeclared()).isEmpty();
        }
    }

    private static List<String> values(TypedRows typed) throws IOException {
        List<String> values = new ArrayList<>();
        typed.forEach(
                (key, row) -> {
                    List<String> texts = new ArrayList<>();
                    for (@Nullable Object value : row) {
                        texts.add(String.valueOf(PlainText.of(value)));
                    }
                    values.add(String.join(", ", texts));
                });
        return values;
    }
}
