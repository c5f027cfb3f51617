package io.foresnap.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;

/** A broker that takes only whom it knows, over TLS, with keys made for the occasion. */
public final class TestingKeys {

    /** What must be seen nowhere. */
    public static final String USER_PASSWORD = "swordfish-of-the-user";

    public static final String STORE_PASSWORD = "swordfish-of-the-store";

    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final String TYPE = "PKCS12";

    private final Path keys;
    private final Path trusted;

    /** Makes the keys, in a folder. */
    public TestingKeys(Path folder) throws Exception {
        keys = folder.resolve("broker.p12");
        trusted = folder.resolve("trusted.p12");
        makeKeys();
        trust();
    }

    private void makeKeys() throws IOException, InterruptedException {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "broker",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost",
                                "-startdate",
                                "-1d",
                                "-validity",
                                "3",
                                "-storetype",
                                TYPE,
                                "-keystore",
                                keys.toString(),
                                "-storepass",
                                STORE_PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    private void trust() throws GeneralSecurityException, IOException {
        char[] password = STORE_PASSWORD.toCharArray();
        KeyStore from = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(keys)) {
            from.load(in, password);
        }
        KeyStore to = KeyStore.getInstance(TYPE);
        to.load(null, password);
        to.setCertificateEntry("broker", from.getCertificate("broker"));
        try (OutputStream out = Files.newOutputStream(trusted)) {
            to.store(out, password);
        }
    }

    /** What a client has to say. */
    public Map<String, String> client(String password) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN + "username=\"foresnap\" password=\"" + password + "\";",
                "ssl.truststore.location",
                trusted.toString(),
                "ssl.truststore.type",
                TYPE,
                "ssl.truststore.password",
                STORE_PASSWORD);
    }

    /** What the broker is started with. */
    public EmbeddedKafka.Security security() {
        return new EmbeddedKafka.Security(
                "SASL_SSL",
                Map.of(
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "sasl.mechanism.inter.broker.protocol",
                        "PLAIN",
                        "listener.name.sasl_ssl.plain.sasl.jaas.config",
                        LOGIN
                                + "username=\"broker\" password=\"of-the-broker\""
                                + " user_broker=\"of-the-broker\" user_foresnap=\""
                                + USER_PASSWORD
                                + "\";",
                        "ssl.keystore.location",
                        keys.toString(),
                        "ssl.keystore.type",
                        TYPE,
                        "ssl.keystore.password",
                        STORE_PASSWORD,
                        "ssl.truststore.location",
                        trusted.toString(),
                        "ssl.truststore.type",
                        TYPE,
                        "ssl.truststore.password",
                        STORE_PASSWORD),
                client(USER_PASSWORD));
    }
}
