package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.millrace.ingest.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.Config;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers that show a certificate. */
@QuarkusTest
@TestProfile(ClientCertificateTest.Tls.class)
class ClientCertificateTest {
    private static final String PASSWORD = "changeit";

    public static final class Tls implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path folder = Files.createTempDirectory("certificates");
                for (String name : List.of("server", "granted", "stranger", "untrusted")) {
                    keytool(folder, name + ".p12", "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name,
                            "-ext", "san=ip:127.0.0.1,dns:localhost");
                    keytool(folder, name + ".p12", "-exportcert", "-alias", name, "-file", name + ".cer");
                }
                for (String name : List.of("server", "granted", "stranger")) {
                    keytool(folder, "trusted.p12", "-importcert", "-noprompt", "-alias", name, "-file", name + ".cer");
                }
                String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(folder.resolve("granted.cer"))));
                Path keys = Files.writeString(folder.resolve("keys"), "granted cert-sha256:" + hash
                        + " write:earthquake");
                return Map.of("test.folder", folder.toString(), "millrace.ingest.security", "required",
                        "millrace.ingest.access.keys-file", keys.toString(), "quarkus.http.test-ssl-port", "0",
                        "quarkus.http.ssl.certificate.key-store-file", folder.resolve("server.p12").toString(),
                        "quarkus.http.ssl.certificate.key-store-password", PASSWORD,
                        "quarkus.http.ssl.certificate.trust-store-file", folder.resolve("trusted.p12").toString(),
                        "quarkus.http.ssl.certificate.trust-store-password", PASSWORD);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static void keytool(Path folder, String store, String... arguments) throws Exception {
            List<String> command = Stream.concat(
                    Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                    Stream.concat(Arrays.stream(arguments),
                            Stream.of("-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD)))
                    .toList();
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            assertEquals(0, process.waitFor(), said);
        }
    }

    private final Path folder = Path.of(Config.get().getValue("test.folder", String.class));
    private final URI service = URI.create(Config.get().getValue("test.url.ssl", String.class));

    @ParameterizedTest
    @CsvSource({"granted, earthquake, 200", "granted, order, 403", "stranger, earthquake, 401", ", earthquake, 401"})
    void openWhatIsGrantedToThem(String name, String stream, int status) throws Exception {
        assertEquals(status, post(name, stream).statusCode());
    }

    @Test
    void thatNobodyTrustsDoNotEvenConnect() {
        assertThrows(IOException.class, () -> post("untrusted", "earthquake"));
    }

    private HttpResponse<String> post(String name, String stream) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/streams/" + stream + "/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Fixtures.earthquake("t", "t@tls"))).build();
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context(name))
                .build()) {
            HttpResponse<String> answer;
            do {
                answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            } while (answer.statusCode() >= 500 || "unknown-stream".equals(new JsonPath(answer.body()).get("code")));
            return answer;
        }
    }

    private SSLContext context(String name) throws Exception {
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

    private KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
