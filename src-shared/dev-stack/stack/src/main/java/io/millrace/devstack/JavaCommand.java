package io.millrace.devstack;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of a child JVM, always under {@link ParentWatch}: no process started from it outlives its parent.
 *
 * @param java the java binary
 * @param options JVM options, in order
 * @param systemProperties what becomes {@code -Dkey=value}
 * @param classPath entries as the JVM takes them ({@code dir/*} too); the location of {@link ParentWatch} is appended
 * @param mainClass the class to run
 * @param arguments its arguments
 */
public record JavaCommand(Path java, List<String> options, Map<String, String> systemProperties, List<String> classPath,
        String mainClass, List<String> arguments) {

    private static final Path OWN_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    /** The first release that warns when a library loads native code without an option. */
    private static final int ASKS_FOR_NATIVE_ACCESS = 22;
    /** The first release with an option against warnings of the use of {@code sun.misc.Unsafe} by libraries. */
    private static final int ASKS_FOR_UNSAFE = 23;

    public JavaCommand {
        options = List.copyOf(options);
        systemProperties = Map.copyOf(systemProperties);
        classPath = List.copyOf(classPath);
        arguments = List.copyOf(arguments);
    }

    /** A command for a main class on the given class path, with the java binary of this JVM. */
    public static JavaCommand of(String mainClass, String... classPath) {
        return new JavaCommand(OWN_JAVA, List.of(), Map.of(), List.of(classPath), mainClass, List.of());
    }

    /**
     * A command for a packaged Quarkus application, from the {@code quarkus-run.jar} of its fast-jar directory. What that jar's
     * manifest opens to the application is opened by options here, because the JVM reads it only with {@code -jar}.
     */
    public static JavaCommand quarkus(Path quarkusRunJar) {
        var command = of("io.quarkus.bootstrap.runner.QuarkusEntryPoint", quarkusRunJar.toString());
        return new JavaCommand(command.java, ManifestOptions.of(quarkusRunJar), Map.of(), command.classPath,
                command.mainClass,
                List.of());
    }

    /** Options for a process that is to be small and start fast rather than run fast: serial GC, first compiler tier only. */
    public JavaCommand small() {
        return heap("256m").option("-XX:+UseSerialGC").option("-XX:TieredStopAtLevel=1");
    }

    /** With a maximum heap as {@code -Xmx} takes it, say {@code 256m}. */
    public JavaCommand heap(String maximum) {
        return option("-Xmx" + maximum);
    }

    public JavaCommand option(String option) {
        return new JavaCommand(java, appended(options, option), systemProperties, classPath, mainClass, arguments);
    }

    public JavaCommand property(String key, Object value) {
        var all = new LinkedHashMap<>(systemProperties);
        all.put(key, value.toString());
        return new JavaCommand(java, options, all, classPath, mainClass, arguments);
    }

    public JavaCommand argument(String argument) {
        return new JavaCommand(java, options, systemProperties, classPath, mainClass, appended(arguments, argument));
    }

    public JavaCommand onJava(Path binary) {
        return new JavaCommand(binary, options, systemProperties, classPath, mainClass, arguments);
    }

    /** The words of the command line. */
    public List<String> words() {
        var words = new ArrayList<String>();
        words.add(java.toString());
        if (java.equals(OWN_JAVA) && Runtime.version().feature() >= ASKS_FOR_NATIVE_ACCESS) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        if (java.equals(OWN_JAVA) && Runtime.version().feature() >= ASKS_FOR_UNSAFE) {
            words.add("--sun-misc-unsafe-memory-access=allow");
        }
        words.addAll(options);
        systemProperties.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(property -> words.add("-D" + property.getKey() + "=" + property.getValue()));
        words.add("-cp");
        words.add(String.join(File.pathSeparator, appended(classPath, ParentWatch.location().toString())));
        words.add(ParentWatch.class.getName());
        words.add(mainClass);
        words.addAll(arguments);
        return List.copyOf(words);
    }

    private static List<String> appended(List<String> list, String last) {
        var all = new ArrayList<>(list);
        all.add(last);
        return all;
    }
}
