package io.millrace.ingest.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/** TestCertificates in a folder: of the server, of two clients that it trusts, and of one that it does not. */
public record TestCertificates(Path folder) {
    public static final String PASSWORD = "changeit";

    public static TestCertificates create(Path folder) throws IOException, InterruptedException {
        TestCertificates certificates = new TestCertificates(folder);
        for (String name : List.of("server", "granted", "stranger", "untrusted")) {
            certificates.keytool(name + ".p12", "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name,
                    "-ext", "san=ip:127.0.0.1,dns:localhost");
            certificates.keytool(name + ".p12", "-exportcert", "-alias", name, "-file", name + ".cer");
        }
        for (String name : List.of("server", "granted", "stranger")) {
            certificates.keytool("trusted.p12", "-importcert", "-noprompt", "-alias", name, "-file", name + ".cer");
        }
        return certificates;
    }

    public String sha256(String name) throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(name + ".cer"))));
    }

    /** Of a client that shows this certificate, or none. */
    public SSLContext context(@Nullable String name) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("trusted"));
        KeyManager[] keys = {};
        if (name != null) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store(name), PASSWORD.toCharArray());
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                Arrays.stream(arguments), Stream.of("-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD))
                .flatMap(part -> part).toList();
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
