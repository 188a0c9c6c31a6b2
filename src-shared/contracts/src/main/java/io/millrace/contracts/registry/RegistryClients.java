package io.millrace.contracts.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

import io.apicurio.registry.rest.client.RegistryClient;
import io.kiota.http.jdk.JDKRequestAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Makes registry clients on the JDK's HTTP client. The SDK's own factory looks for its adapters by name, which a native
 * image refuses, and makes a Vert.x of its own.
 */
final class RegistryClients {
    private static final String API = "/apis/registry/v3";

    private RegistryClients() {}

    /**
     * @param url
     *            the registry's v3 API, or its root
     * @param connectTimeout
     *            for a connection to be made
     * @throws IllegalArgumentException
     *             when this is not a URL of HTTP
     */
    static RegistryClient of(String url, Duration connectTimeout) {
        JDKRequestAdapter adapter = new JDKRequestAdapter(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout).build());
        adapter.setBaseUrl(api(url));
        return new RegistryClient(adapter);
    }

    /** The v3 API without a slash at its end. */
    static String api(String url) {
        String given = url.strip();
        String root = (given.contains("://") ? given : "http://" + given).replaceFirst("/+$", "");
        URI uri;
        try {
            uri = URI.create(root);
        } catch (IllegalArgumentException e) {
            throw notHttp(url, e);
        }
        if (!("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                || uri.getRawAuthority() == null) {
            throw notHttp(url, null);
        }
        return root.endsWith(API) ? root : root + API;
    }

    private static IllegalArgumentException notHttp(String url, @Nullable Exception cause) {
        return new IllegalArgumentException("millrace.registry.url is '" + url
                + "', which is not a URL of HTTP. Set it to the registry's API, as in http://localhost:8080" + API,
                cause);
    }
}
