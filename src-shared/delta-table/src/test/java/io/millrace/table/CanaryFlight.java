package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a JVM of its own loaded while it ran {@link CanaryMain}.
 *
 * @param classes
 *            names of the classes
 * @param nativeLibraries
 *            libraries that are neither the JDK's nor the system's, without their version; none where the system does not
 *            tell
 */
record CanaryFlight(Set<String> classes, Set<String> nativeLibraries) {
    private static final Pattern LOADED = Pattern.compile("(\\S+) source: .*");
    private static final Pattern LIBRARY = Pattern.compile(".*/[^/]*?(lib[a-z-]*[a-z])[^/]*\\.so.*");
    private static final int SECONDS = 120;

    static CanaryFlight of(Path folder, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        Path loaded = folder.resolve("loaded.txt");
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load=info:file=" + loaded + ":none"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), CanaryMain.class.getName()));
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!child.waitFor(SECONDS, TimeUnit.SECONDS)) {
            child.destroyForcibly();
            throw new AssertionError("the canary hangs: " + Files.readString(output));
        }
        assertEquals(0, child.exitValue(), Files.readString(output));
        return new CanaryFlight(
                Files.readAllLines(loaded).stream().map(LOADED::matcher).filter(Matcher::matches)
                        .map(m -> m.group(1)).collect(Collectors.toSet()),
                libraries(Files.readAllLines(output)));
    }

    Set<String> startingWith(List<String> prefixes) {
        return classes.stream().filter(name -> prefixes.stream().anyMatch(name::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static Set<String> libraries(List<String> output) {
        Set<String> libraries = new TreeSet<>();
        for (String line : output) {
            String path = line.startsWith(CanaryMain.MAPPED) ? line.substring(CanaryMain.MAPPED.length()) : "";
            Matcher matcher = LIBRARY.matcher(path);
            if (!isTheSystems(path) && matcher.matches()) {
                libraries.add(matcher.group(1));
            }
        }
        return libraries;
    }

    private static boolean isTheSystems(String path) {
        return path.startsWith("/lib") || path.startsWith("/usr/lib") && !path.startsWith("/usr/lib/jvm/")
                || path.startsWith(System.getProperty("java.home"));
    }
}
