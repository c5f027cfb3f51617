package io.foresnap.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.changelog.Retry;
import io.foresnap.changelog.StorageSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.properties.ssl.keystore.password",
                "kafka.properties.ssl.key.password",
                "kafka.properties.ssl.truststore.password",
                "kafka.properties.ssl.keystore.key",
                "kafka.properties.sasl.jaas.config",
                "kafka.properties.basic.auth.user.info",
                "storage.properties.fs.s3a.secret.key",
                "storage.properties.fs.s3a.session.token",
                "storage.properties.fs.s3a.encryption.key",
                "storage.properties.fs.azure.account.key.x.blob.core.windows.net",
                "storage.properties.fs.azure.account.oauth2.client.secret",
            })
    void whatNobodyIsToSeeIsHidden(String key) {
        assertThat(Secrets.isSecret(key)).isTrue();
        assertThat(Secrets.shown(key, "swordfish")).isEqualTo("******");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.bootstrap-servers",
                "kafka.properties.ssl.keystore.location",
                "kafka.properties.security.protocol",
                "cache.disk-key-file",
                "cache.disk-size",
            })
    void whatSaysWhereASecretIsMayBeSeen(String key) {
        assertThat(Secrets.shown(key, "where")).isEqualTo("where");
    }

    @Test
    void settingsThatAreLoggedSayNothingSecret() {
        StorageSettings settings =
                new StorageSettings(
                        "s3a://bucket",
                        new Retry(1, 1),
                        List.of(),
                        Map.of(
                                "fs.s3a.secret.key", "swordfish",
                                "fs.s3a.endpoint", "https://here"));

        assertThat(settings.toString())
                .contains("s3a://bucket", "fs.s3a.endpoint=https://here", "******")
                .doesNotContain("swordfish");
        assertThat(settings.hadoop()).containsEntry("fs.s3a.secret.key", "swordfish");
    }
}
