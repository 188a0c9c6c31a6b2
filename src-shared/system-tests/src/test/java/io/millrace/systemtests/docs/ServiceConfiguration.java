package io.millrace.systemtests.docs;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.millrace.systemtests.Repository;

/**
 * The keys of a service and their defaults, read from its mapping interfaces.
 *
 * @param defaults
 *            by key; empty text for a key without a default. A map of free names ends in {@code .<name>}
 */
record ServiceConfiguration(Map<String, String> defaults) {
    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String DEFAULT = "io.smallrye.config.WithDefault";

    static ServiceConfiguration of(String service) throws IOException, ReflectiveOperationException {
        Path target = Repository.directory().resolve(service).resolve("target");
        List<URL> path = new ArrayList<>(List.of(target.resolve("classes").toUri().toURL()));
        for (String folder : List.of("main", "boot")) {
            try (Stream<Path> jars = Files.list(target.resolve("quarkus-app/lib").resolve(folder))) {
                for (Path jar : jars.toList()) {
                    path.add(jar.toUri().toURL());
                }
            }
        }
        Map<String, String> defaults = new TreeMap<>();
        try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            List<String> names = new ArrayList<>(mappings(target.resolve("classes")));
            for (URL jar : path) {
                if (jar.getPath().contains("/io.millrace.")) {
                    names.addAll(mappingsOfJar(Path.of(jar.getPath())));
                }
            }
            for (String name : names) {
                Class<?> type = loader.loadClass(name);
                String prefix = annotation(type.getAnnotations(), MAPPING, "prefix");
                if (!prefix.isEmpty()) {
                    collect(type, prefix, defaults);
                }
            }
        }
        return new ServiceConfiguration(defaults);
    }

    /** The mappings that a service takes from a module that it shares with others. */
    private static List<String> mappingsOfJar(Path jar) throws IOException {
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            return mappings(content.getPath("/"));
        }
    }

    private static List<String> mappings(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(classes::relativize).map(Path::toString).filter(f -> f.endsWith("Config.class"))
                    .map(f -> f.replace('/', '.').replaceAll("\\.class$", "")).toList();
        }
    }

    private static void collect(Class<?> type, String prefix, Map<String, String> defaults)
            throws ReflectiveOperationException {
        for (Method method : type.getMethods()) {
            if (method.isSynthetic() || Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            String key = prefix + "." + kebab(method.getName());
            Class<?> value = method.getReturnType();
            if (value.isInterface() && value.getName().startsWith("io.millrace.")) {
                collect(value, key, defaults);
            } else if (method.getGenericReturnType() instanceof ParameterizedType && value == Map.class) {
                defaults.put(key + ".<name>", "");
            } else {
                defaults.put(key, annotation(method.getAnnotations(), DEFAULT, "value"));
            }
        }
    }

    /** A text of an annotation of the service's own class loader; empty when it is not there. */
    private static String annotation(Annotation[] annotations, String name, String element)
            throws ReflectiveOperationException {
        for (Annotation annotation : annotations) {
            if (annotation.annotationType().getName().equals(name)) {
                return String.valueOf(annotation.annotationType().getMethod(element).invoke(annotation));
            }
        }
        return "";
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
