package io.millrace.systemtests.nativeimage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.millrace.systemtests.Repository;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** The classes in the jars of a packaged service. Names are internal ones, {@code java/lang/String}. */
final class PackagedClasses {
    private static final String CLASS = ".class";
    private static final Path LIBRARIES = Path.of("lib/main");
    private static final Set<String> JDK_PACKAGES = ModuleFinder.ofSystem().findAll().stream()
            .flatMap(module -> module.descriptor().packages().stream()).map(name -> name.replace('.', '/'))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, ClassNode> parsed;
    private final Map<String, Path> jars = new HashMap<>();
    private final Map<String, ClassNode> read = new HashMap<>();
    private final Map<Path, ZipFile> open = new HashMap<>();

    private PackagedClasses(Map<String, ClassNode> parsed) {
        this.parsed = parsed;
    }

    /** Of a service of this checkout. */
    static PackagedClasses of(String service) {
        return of(service, new HashMap<>());
    }

    /**
     * Of a service of this checkout.
     *
     * @param parsed
     *            takes the classes of libraries, by the file name of their jar and their own name: most are in several services
     */
    static PackagedClasses of(String service, Map<String, ClassNode> parsed) {
        return in(Repository.directory().resolve(service).resolve("target/quarkus-app"), parsed);
    }

    /** Of a folder with jars, at any depth. */
    static PackagedClasses in(Path folder) {
        return in(folder, new HashMap<>());
    }

    private static PackagedClasses in(Path folder, Map<String, ClassNode> parsed) {
        if (!Files.isDirectory(folder)) {
            throw new AssertionError(folder + " is not packaged. Run ./millrace build first.");
        }
        PackagedClasses classes = new PackagedClasses(parsed);
        try (Stream<Path> files = Files.walk(folder)) {
            // What Quarkus transformed stands before the original.
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted((a, b) -> Boolean.compare(b.toString().contains("transformed"),
                            a.toString().contains("transformed")))
                    .toList();
            jars.forEach(classes::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    /** Adds a class that is in no jar. */
    PackagedClasses with(Class<?> type) {
        String name = type.getName().replace('.', '/');
        try (InputStream bytes = type.getResourceAsStream("/" + name + CLASS)) {
            read.put(name, nodeOf(bytes.readAllBytes()));
            jars.put(name, Path.of("test"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> names() {
        return jars.keySet();
    }

    boolean has(String name) {
        return jars.containsKey(name);
    }

    /** Whether the JDK has a package of that name: its classes are there, and are not looked into. */
    static boolean isOfTheJdk(String name) {
        int slash = name.lastIndexOf('/');
        return slash > 0 && JDK_PACKAGES.contains(name.substring(0, slash));
    }

    String jar(String name) {
        return String.valueOf(Objects.requireNonNull(jars.get(name), name).getFileName());
    }

    /** A class with its methods' instructions; empty when no jar has it. */
    Optional<ClassNode> find(String name) {
        Path jar = jars.get(name);
        return jar == null ? Optional.empty() : Optional.of(read.computeIfAbsent(name, key -> node(jar, key)));
    }

    private void add(Path jar) {
        try {
            ZipFile zip = new ZipFile(jar.toFile());
            open.put(jar, zip);
            zip.stream().map(ZipEntry::getName)
                    .filter(entry -> entry.endsWith(CLASS) && !entry.startsWith("META-INF/")
                            && !entry.equals("module-info.class"))
                    .map(entry -> entry.substring(0, entry.length() - CLASS.length()))
                    .forEach(name -> jars.putIfAbsent(name, jar));
        } catch (IOException e) {
            throw new UncheckedIOException("The jar " + jar + " cannot be read", e);
        }
    }

    private ClassNode node(Path jar, String name) {
        return jar.endsWith(LIBRARIES.resolve(jar.getFileName()))
                ? parsed.computeIfAbsent(jar.getFileName() + "!" + name, key -> parse(jar, name))
                : parse(jar, name);
    }

    private ClassNode parse(Path jar, String name) {
        ZipFile zip = Objects.requireNonNull(open.get(jar));
        try (InputStream bytes = zip.getInputStream(zip.getEntry(name + CLASS))) {
            return nodeOf(bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from " + jar, e);
        }
    }

    private static ClassNode nodeOf(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return node;
    }
}
