package io.millrace.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs another main class and ends it when the parent process ends: {@code ParentWatch <main class> [arguments]}.
 * <p>
 * The owner holds the writing end of this process's standard input. When the owner dies, however it dies, the operating system
 * closes that end, the read here returns, and this process exits: orderly, with its shutdown hooks, and by force once
 * {@value #GRACE_PROPERTY} milliseconds (default {@value #DEFAULT_GRACE_MS}) have passed. It depends on nothing but the JDK.
 */
public final class ParentWatch {
    /** The exit code of a process whose owner went away. */
    public static final int OWNER_GONE = 75;
    /** The system property of the child that bounds its orderly exit, in milliseconds. */
    public static final String GRACE_PROPERTY = "millrace.parent-watch.grace-ms";

    private static final long DEFAULT_GRACE_MS = 5000;
    private static final AtomicBoolean TIED = new AtomicBoolean();

    private ParentWatch() {}

    public static void main(String[] arguments) throws Throwable {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("No main class given. Usage: ParentWatch <main class> [arguments]");
        }
        tie();
        var main = Class.forName(arguments[0], true, Thread.currentThread().getContextClassLoader())
                .getMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Ties the life of this JVM to its standard input; a second call changes nothing. */
    static void tie() {
        if (TIED.compareAndSet(false, true)) {
            daemon("parent-watch", () -> {
                awaitEnd(System.in);
                System.err.println("The owner of this process is gone (standard input ended): exiting.");
                haltAfter(Long.getLong(GRACE_PROPERTY, DEFAULT_GRACE_MS));
                System.exit(OWNER_GONE);
            });
        }
    }

    /** The jar or directory that holds this class, for the class path of a child. */
    static Path location() {
        try {
            return Path.of(ParentWatch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new DevStackException(
                    "The location of the dev stack's own classes is not a path; run it from a jar file.", e);
        }
    }

    private static void awaitEnd(InputStream input) {
        var ignored = new byte[256];
        try {
            while (input.read(ignored) >= 0) {
                // The bytes that the owner writes have no meaning.
            }
        } catch (IOException e) {
            System.err.println("Standard input broke, which counts as its end: " + e);
        }
    }

    private static void haltAfter(long graceMs) {
        daemon("parent-watch-grace", () -> {
            try {
                Thread.sleep(graceMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(OWNER_GONE);
        });
    }

    private static void daemon(String name, Runnable body) {
        Thread.ofPlatform().daemon().name(name).start(body);
    }
}
