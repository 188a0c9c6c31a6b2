package io.millrace.devstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Main classes of child processes that misbehave, or not, in known ways. */
public final class ChildMains {
    private ChildMains() {}

    static JavaCommand command(Class<?> main, String... arguments) {
        var testClasses = Path.of(ChildMains.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        var command = JavaCommand.of(main.getName(), testClasses.toString()).small();
        for (var argument : arguments) {
            command = command.argument(argument);
        }
        return command;
    }

    static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void forever() {
        while (true) {
            LockSupport.parkNanos(Duration.ofHours(1).toNanos());
        }
    }

    /** Prints its arguments and ends with exit code 7. */
    public static final class Echo {
        public static void main(String[] arguments) {
            System.out.println("arguments " + List.of(arguments));
            System.exit(7);
        }
    }

    /** Throws. */
    public static final class Failing {
        public static void main(String[] arguments) {
            if (arguments.length == 0) {
                throw new IllegalStateException("broken on purpose");
            }
        }
    }

    /** Runs until it is stopped, and prints that in a shutdown hook. */
    public static final class Obedient {
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
            System.out.println("running");
            forever();
        }
    }

    /** Never gets through its shutdown hook. */
    public static final class Stubborn {
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(ChildMains::forever));
            System.out.println("running");
            forever();
        }
    }

    /** Joins a shared stack: data directory, then the four ports. */
    public static final class Joiner {
        public static void main(String[] arguments) {
            var ports = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
            var config = DevStackConfig.fixed(Path.of(arguments[0]), ports[0], ports[1], ports[2], ports[3]);
            var stack = SharedDevStack.join(config, (process, line) -> System.out.println(process + " | " + line));
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            System.out.println("joined");
            forever();
        }
    }
}
