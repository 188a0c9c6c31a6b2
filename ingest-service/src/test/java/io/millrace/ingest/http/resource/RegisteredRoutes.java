package io.millrace.ingest.http.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.ws.rs.HttpMethod;

import io.vertx.ext.web.Router;

/** The routes that the service has: those of its resources, and those that it gives to the router itself. */
final class RegisteredRoutes {
    private RegisteredRoutes() {}

    /** Each as {@code METHOD /path/{parameter}}. */
    static Set<String> ofService(Router router) {
        Set<String> routes = new TreeSet<>();
        resources().forEach(resource -> {
            String root = path(resource.getAnnotation(jakarta.ws.rs.Path.class));
            for (Method method : resource.getDeclaredMethods()) {
                for (var annotation : method.getAnnotations()) {
                    HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        routes.add(http.value() + " " + root + path(method.getAnnotation(jakarta.ws.rs.Path.class)));
                    }
                }
            }
        });
        router.getRoutes().stream().filter(route -> route.getPath() != null && route.methods() != null
                && route.getPath().startsWith("/v1/")).forEach(route -> route.methods().forEach(
                        method -> routes
                                .add(method.name() + " " + route.getPath().replaceAll(":([a-z_]+)", "{$1}"))));
        return routes;
    }

    private static String path(jakarta.ws.rs.Path annotation) {
        String path = annotation == null ? "" : annotation.value();
        return path.equals("/") ? "" : path;
    }

    private static Stream<Class<?>> resources() {
        try {
            Path classes = Path.of(ApiOperations.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path root = Files.isDirectory(classes) ? classes : Path.of("target/classes");
            try (Stream<Path> files = Files.walk(root)) {
                return files.filter(file -> file.toString().endsWith("Resource.class")).toList().stream()
                        .<Class<?>>map(file -> load(root.relativize(file).toString()))
                        .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.Path.class)).toList().stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(file.replace('/', '.').replaceAll("\\.class$", ""), false,
                    Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
