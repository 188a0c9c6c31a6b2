package io.millrace.devstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the broker's jars and the unpacked registry are, as the build of this module assembles them.
 *
 * @param directory the directory with {@code kafka/} and {@code registry/} in it
 */
public record DevStackHome(Path directory) {
    /** The system property that names the directory; it goes before everything else. */
    public static final String PROPERTY = "millrace.dev-stack.home";
    /** The environment variable that names the directory. */
    public static final String VARIABLE = "MILLRACE_DEV_STACK_HOME";

    private static final String MODULE = "src-shared/dev-stack/stack";
    private static final String REMEDY = "Build it once with `mvn -f " + MODULE
            + "/pom.xml package`, or name the directory of a"
            + " finished build in the system property " + PROPERTY + " or the environment variable " + VARIABLE + ".";

    /** @throws DevStackException when the directory lacks the broker or the registry */
    public DevStackHome {
        directory = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(directory.resolve("kafka"))
                || !Files.isRegularFile(directory.resolve("registry/quarkus-run.jar"))) {
            throw new DevStackException("No Kafka broker and registry in " + directory + ". " + REMEDY);
        }
    }

    /** The configured place, or else the first build output found from the working directory upwards. */
    public static DevStackHome find() {
        return named().map(DevStackHome::new).orElseGet(() -> above(Path.of("").toAbsolutePath()));
    }

    /** The first build output found from a directory upwards. */
    static DevStackHome above(Path start) {
        return Stream.iterate(Optional.of(start), Optional::isPresent, path -> path.map(Path::getParent))
                .flatMap(Optional::stream)
                .map(path -> path.resolve(MODULE).resolve("target/dist")).filter(Files::isDirectory).findFirst()
                .map(DevStackHome::new).orElseThrow(() -> new DevStackException(
                        "The dev stack is not built: no " + MODULE + "/target/dist in " + start + " or above. "
                                + REMEDY));
    }

    /** Class path entry of the broker. */
    public String kafkaClassPath() {
        return directory.resolve("kafka") + "/*";
    }

    /** The registry's fast-jar. */
    Path registryJar() {
        return directory.resolve("registry/quarkus-run.jar");
    }

    private static Optional<Path> named() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(name -> !name.isBlank()).map(Path::of);
    }
}
