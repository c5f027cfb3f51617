package io.foresnap.restore;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to get in. Its errors never show a password: neither the one given
 * nor one within the URL.
 *
 * @param url JDBC URL
 * @param user who logs in, where the URL does not say
 * @param password of the user, where the URL does not say
 * @param drivers jars of JDBC drivers beside those on the class path
 */
public record Database(
        String url, @Nullable String user, @Nullable String password, List<Path> drivers) {

    /** Connects; the connection commits nothing by itself. */
    public Connection connect() throws IOException {
        if (!url.startsWith("jdbc:")) {
            throw new IOException("--jdbc-url: must begin with jdbc:, but is " + shown());
        }
        Driver driver = driver();
        try {
            Connection connection = driver.connect(url, properties());
            if (connection == null) {
                throw noDriver();
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw failure("cannot connect to " + shown(), e);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            properties.setProperty("reWriteBatchedInserts", "true");
            properties.setProperty("ApplicationName", "foresnap restore");
        }
        return properties;
    }

    private Driver driver() throws IOException {
        try {
            for (Driver driver : ServiceLoader.load(Driver.class, loader())) {
                if (driver.acceptsURL(url)) {
                    return driver;
                }
            }
        } catch (SQLException e) {
            throw failure("cannot use " + shown(), e);
        }
        throw noDriver();
    }

    private ClassLoader loader() throws IOException {
        ClassLoader ours = Database.class.getClassLoader();
        List<URL> jars = new ArrayList<>();
        for (Path jar : drivers) {
            if (!Files.isRegularFile(jar)) {
                throw new IOException("--driver: no such file: " + jar);
            }
            jars.add(jar.toUri().toURL());
        }
        // Not closed: the driver's classes are needed for as long as the process lives.
        return jars.isEmpty() ? ours : new URLClassLoader(jars.toArray(URL[]::new), ours);
    }

    private IOException noDriver() {
        return new IOException(
                "--jdbc-url: no JDBC driver for "
                        + shown()
                        + ": give the driver's jar by --driver");
    }

    /** An error without passwords; therefore it does not carry the driver's own as its cause. */
    IOException failure(String what, SQLException e) {
        IOException failure = new IOException(what + ": " + withoutSecrets(e.getMessage()));
        failure.setStackTrace(e.getStackTrace());
        return failure;
    }

    /** The URL without user, password and parameters. */
    String shown() {
        return url.replaceAll("[?;].*", "")
                .replaceAll("//[^/]*@", "//")
                .replaceAll(":[^:/@]+/[^@]*@", ":@");
    }

    private String withoutSecrets(@Nullable String message) {
        String text = String.valueOf(message).replace(url, shown());
        if (password != null && !password.isEmpty()) {
            text = text.replace(password, "***");
        }
        return text.replaceAll("(?i)(password|pwd)=[^&;\\s]*", "$1=***");
    }

    @Override
    public String toString() {
        return shown();
    }
}
