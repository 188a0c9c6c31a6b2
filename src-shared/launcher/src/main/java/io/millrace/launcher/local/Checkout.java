package io.millrace.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.millrace.devstack.DevStackHome;

/**
 * The checkout of this program, and the results of the build in it.
 *
 * @param directory
 *            its top level
 */
public record Checkout(Path directory) {
    /** The system property that names the directory; without it, it is the working directory. */
    public static final String PROPERTY = "millrace.home";

    private static final String STACK = "src-shared/dev-stack/stack/target/dist";
    private static final long NEEDED_BYTES = 1L << 30;
    private static final List<String> SERVICES = List.of("ingest-service", "stream-service", "batch-service");

    public Checkout {
        directory = directory.toAbsolutePath().normalize();
    }

    /** The checkout that the launcher script named. */
    public static Checkout find() {
        return new Checkout(Path.of(System.getProperty(PROPERTY, "")));
    }

    /** Where everything that runs from this checkout keeps its data. */
    public Path dataRoot() {
        return directory.resolve(".millrace");
    }

    /** The assembled broker and registry. */
    public DevStackHome stack() {
        return new DevStackHome(directory.resolve(STACK));
    }

    /** The runnable jar of a service. */
    public Path jar(String service) {
        return directory.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** The options that the JVM of a service runs with. */
    public Path jvmOptions(String service) {
        return directory.resolve(service).resolve("jvm.options");
    }

    /**
     * Checks that everything was built.
     *
     * @throws LauncherException
     *             naming what is missing
     */
    public void requireBuilt() {
        List<String> missing = new ArrayList<>();
        for (String service : SERVICES) {
            if (!Files.isRegularFile(jar(service))) {
                missing.add(directory.relativize(jar(service)).toString());
            }
        }
        if (!Files.isDirectory(directory.resolve(STACK))) {
            missing.add(STACK);
        }
        if (!missing.isEmpty()) {
            throw new LauncherException("Not built yet in " + directory + ": " + String.join(", ", missing)
                    + ". Run ./millrace build");
        }
    }

    /**
     * Makes a data folder, when it is not there, and checks that it can be used.
     *
     * @throws LauncherException
     *             when it is not writable or has less than 1 GB free
     */
    public static void requireUsable(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "writable", ".probe"));
        } catch (IOException e) {
            throw new LauncherException("The data folder " + folder + " is not writable (" + e
                    + "). Make it writable for this user, or free the name if a file has it.", e);
        }
        long free = usableBytes(folder);
        if (free < NEEDED_BYTES) {
            throw new LauncherException("The disk of " + folder + " has only " + (free >> 20)
                    + " MB free; Kafka and the table need 1024 MB. Free some space and run it again.");
        }
    }

    private static long usableBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new LauncherException("The free space of " + folder + " cannot be read (" + e
                    + "). Check that its disk is mounted and readable.", e);
        }
    }
}
