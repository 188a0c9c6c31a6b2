package io.millrace.batch.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The scripts, the style sheet and the icon of the pages. */
final class ConsoleAssets {
    private static final Map<String, Asset> ASSETS = Map.of(
            "console.css", new Asset("console/console.css", "text/css; charset=utf-8"),
            "console.js", new Asset("console/console.js", "text/javascript; charset=utf-8"),
            "icon.svg", new Asset("console/icon.svg", "image/svg+xml"),
            "htmx.js", new Asset("META-INF/resources/webjars/htmx.org/2.0.4/dist/htmx.min.js",
                    "text/javascript; charset=utf-8"));

    private record Asset(String resource, String type) {}

    private ConsoleAssets() {}

    /** A file; empty for an unknown name. */
    static Optional<ConsoleResponse> find(String name) {
        return Optional.ofNullable(ASSETS.get(name)).map(asset -> new ConsoleResponse(200, asset.type(),
                read(asset.resource()), Map.of("Cache-Control", "max-age=3600")));
    }

    /** Whether a file of this name exists. */
    static boolean has(String name) {
        return ASSETS.containsKey(name);
    }

    private static String read(String resource) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The package of the service lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + resource, e);
        }
    }
}
